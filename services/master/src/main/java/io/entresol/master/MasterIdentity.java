package io.entresol.master;

import io.entresol.mesos.v1.DomainInfo;
import io.entresol.mesos.v1.MasterInfo;
import io.entresol.proto.MesosJson;
import io.entresol.proto.MesosVersion;
import io.entresol.runtime.Announcement;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A master as clients see it: what frameworks are told, and what stands in its election node. */
final class MasterIdentity {
  private static final List<MasterInfo.Capability.Type> CAPABILITIES =
      List.of(
          MasterInfo.Capability.Type.AGENT_UPDATE,
          MasterInfo.Capability.Type.AGENT_DRAINING,
          MasterInfo.Capability.Type.QUOTA_V2);

  private final MasterInfo info;

  /**
   * @param id new for each term, since all ids that a term gives out begin with it
   */
  MasterIdentity(String id, MasterAddress address, Optional<DomainInfo> domain) {
    MasterInfo.Builder builder =
        MasterInfo.newBuilder()
            .setId(id)
            .setIp(ipNumber(address.ip()))
            .setPort(address.port())
            .setPid("master@" + address.ip() + ":" + address.port())
            .setHostname(address.hostname())
            .setVersion(MesosVersion.TEXT);
    builder
        .getAddressBuilder()
        .setHostname(address.hostname())
        .setIp(address.ip())
        .setPort(address.port());
    CAPABILITIES.forEach(type -> builder.addCapabilitiesBuilder().setType(type));
    domain.ifPresent(builder::setDomain);
    this.info = builder.build();
  }

  MasterInfo info() {
    return info;
  }

  Announcement announcement() {
    return new Announcement(
        info.getId(),
        info.getHostname(),
        info.getAddress().getIp(),
        info.getPort(),
        electionPayload());
  }

  /** The info as JSON with its keys in alphabetical order, as masters have always published it. */
  private String electionPayload() {
    Map<String, Object> sorted =
        new TreeMap<>(new JsonObject(Buffer.buffer(MesosJson.print(info))).getMap());
    JsonObject json = new JsonObject();
    sorted.forEach(json::put);
    return json.encode();
  }

  /** The four bytes of an address as the number that a little-endian machine reads in them. */
  private static int ipNumber(String ip) {
    try {
      InetAddress address = InetAddress.getByName(ip);
      if (!(address instanceof Inet4Address)) {
        return 0;
      }
      byte[] bytes = address.getAddress();
      return (bytes[3] & 0xff) << 24
          | (bytes[2] & 0xff) << 16
          | (bytes[1] & 0xff) << 8
          | (bytes[0] & 0xff);
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException("--ip: '" + ip + "' is no address", e);
    }
  }

  @Override
  public String toString() {
    return info.getPid() + " " + info.getId();
  }
}
