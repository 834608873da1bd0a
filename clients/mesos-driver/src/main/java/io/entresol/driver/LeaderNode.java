package io.entresol.driver;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.google.protobuf.InvalidProtocolBufferException;
import io.entresol.mesos.v1.MasterInfo;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How masters say in ZooKeeper who they are. */
final class LeaderNode {
  private static final Pattern NAME = Pattern.compile("(json\\.info_|info_)([0-9]+)");
  private static final JsonFactory JSON = new JsonFactory();

  private LeaderNode() {}

  /** The name of the leader's node among those of a group; empty if nobody contends. */
  static Optional<String> leading(Collection<String> children) {
    return children.stream()
        .filter(child -> NAME.matcher(child).matches())
        .min(Comparator.comparingLong(LeaderNode::sequence));
  }

  private static long sequence(String child) {
    Matcher matcher = NAME.matcher(child);
    return matcher.matches() ? Long.parseLong(matcher.group(2)) : Long.MAX_VALUE;
  }

  /**
   * The address in a node.
   *
   * @throws IOException if it has none
   */
  static HostPort address(String name, byte[] data) throws IOException {
    return name.startsWith("json.") ? fromJson(data) : fromMessage(data);
  }

  private static HostPort fromMessage(byte[] data) throws IOException {
    MasterInfo info;
    try {
      info = MasterInfo.parseFrom(data);
    } catch (InvalidProtocolBufferException e) {
      throw new IOException("no MasterInfo: " + e.getMessage(), e);
    }
    if (info.hasAddress()) {
      String host =
          info.getAddress().hasIp() ? info.getAddress().getIp() : info.getAddress().getHostname();
      return hostPort(host, info.getAddress().getPort());
    }
    return hostPort(ofNumber(info.getIp()), info.getPort());
  }

  private static HostPort fromJson(byte[] data) throws IOException {
    Fields fields = new Fields();
    try (JsonParser parser = JSON.createParser(new String(data, StandardCharsets.UTF_8))) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw new IOException("expecting a JSON object");
      }
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String field = parser.currentName();
        parser.nextToken();
        if (field.equals("address") && parser.currentToken() == JsonToken.START_OBJECT) {
          readAddress(parser, fields);
        } else if (field.equals("ip") && parser.currentToken() == JsonToken.VALUE_NUMBER_INT) {
          fields.number = (int) parser.getLongValue();
        } else if (field.equals("port") && parser.currentToken() == JsonToken.VALUE_NUMBER_INT) {
          fields.port = parser.getIntValue();
        } else {
          parser.skipChildren();
        }
      }
    }
    return fields.host == null
        ? hostPort(ofNumber(fields.number), fields.port)
        : hostPort(fields.host, fields.addressPort);
  }

  private static void readAddress(JsonParser parser, Fields fields) throws IOException {
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String field = parser.currentName();
      parser.nextToken();
      if (field.equals("ip") || (field.equals("hostname") && fields.host == null)) {
        fields.host = parser.getValueAsString();
      } else if (field.equals("port")) {
        fields.addressPort = parser.getValueAsInt();
      } else {
        parser.skipChildren();
      }
    }
  }

  private static HostPort hostPort(String host, int port) throws IOException {
    try {
      return HostPort.parse((host.contains(":") ? "[" + host + "]" : host) + ":" + port);
    } catch (IllegalArgumentException e) {
      throw new IOException("no address of a master: " + e.getMessage(), e);
    }
  }

  /** Masters of old write the four bytes of the address as the machine's own order has them. */
  private static String ofNumber(int number) {
    return (number & 0xff)
        + "."
        + (number >> 8 & 0xff)
        + "."
        + (number >> 16 & 0xff)
        + "."
        + (number >> 24 & 0xff);
  }

  private static final class Fields {
    private String host;
    private int addressPort;
    private int number;
    private int port;
  }
}
