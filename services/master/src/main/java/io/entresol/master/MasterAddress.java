package io.entresol.master;

import io.entresol.runtime.ZooKeeperUrl;
import java.net.InetAddress;
import java.net.UnknownHostException;

/**
 * Where clients find the master: at the gateway that stands beside it.
 *
 * @param ip in numbers
 */
record MasterAddress(String hostname, String ip, int port) {
  /** Works the address out. Blocking: it may ask a name server. */
  static MasterAddress of(MasterOptions options, ZooKeeperUrl zooKeeper)
      throws UnknownHostException {
    String given = options.advertisedIp().orElseGet(zooKeeper::localAddress);
    InetAddress address = InetAddress.getByName(given);
    String ip = address.getHostAddress();
    String hostname =
        options
            .hostname()
            .orElseGet(() -> options.looksHostnameUp() ? address.getCanonicalHostName() : ip);
    return new MasterAddress(hostname, ip, options.advertisedPort());
  }
}
