package io.entresol.runtime;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;

/**
 * Where a cluster meets: {@code zk://user:password@host:port,host:port/path}.
 *
 * @param servers as ZooKeeper's client takes them: {@code host:port,host:port}
 * @param path absolute, without a slash at its end
 * @param credentials {@code user:password} for digest authentication; empty for none
 */
public record ZooKeeperUrl(String servers, String path, Optional<String> credentials) {
  private static final String SCHEME = "zk://";

  // Any port serves to ask for the route.
  private static final int DISCOVERY_PORT = 2181;

  public static boolean isZooKeeperUrl(String text) {
    return text.startsWith(SCHEME);
  }

  /**
   * Reads a URL.
   *
   * @param option the option that it comes from, for the message
   * @throws IllegalArgumentException if it is none; the message says what is missing
   */
  public static ZooKeeperUrl parse(String option, String text) {
    String url = text.strip();
    if (!url.startsWith(SCHEME)) {
      throw new IllegalArgumentException(
          option
              + ": expecting 'zk://' at the beginning of the URL, not '"
              + withoutSecret(url)
              + "'");
    }
    String rest = url.substring(SCHEME.length());
    Optional<String> credentials = Optional.empty();
    int at = rest.indexOf('@');
    if (at >= 0) {
      credentials = Optional.of(rest.substring(0, at));
      if (!credentials.get().contains(":")) {
        throw new IllegalArgumentException(option + ": expecting user:password before '@'");
      }
      rest = rest.substring(at + 1);
    }
    int slash = rest.indexOf('/');
    String servers = slash < 0 ? rest : rest.substring(0, slash);
    String path = slash < 0 ? "" : rest.substring(slash).replaceAll("/+$", "");
    if (servers.isEmpty()) {
      throw new IllegalArgumentException(option + ": expecting host:port after 'zk://'");
    }
    if (path.isEmpty()) {
      throw new IllegalArgumentException(
          option + ": expecting a (chroot) path for ZooKeeper ('/' is not supported)");
    }
    return new ZooKeeperUrl(servers, path, credentials);
  }

  /** The URL, credentials and all, with another path. */
  public String textWithPath(String otherPath) {
    return SCHEME + credentials.map(pair -> pair + "@").orElse("") + servers + otherPath;
  }

  /**
   * The address of this machine from which the first server is reached, so that others who reach
   * that server probably reach it too. Sends nothing.
   *
   * @throws IllegalArgumentException if the server's name is unknown
   */
  public String localAddress() {
    String server = servers.split(",", 2)[0];
    int colon = server.lastIndexOf(':');
    String host = colon < 0 ? server : server.substring(0, colon);
    try (DatagramSocket socket = new DatagramSocket()) {
      socket.connect(new InetSocketAddress(InetAddress.getByName(host), DISCOVERY_PORT));
      return socket.getLocalAddress().getHostAddress();
    } catch (IOException | UncheckedIOException e) {
      throw new IllegalArgumentException("the ZooKeeper server " + host + " is unknown", e);
    }
  }

  private static String withoutSecret(String url) {
    return url.replaceAll("//[^@/]*@", "//…@");
  }

  /** The URL, with dots for the credentials. */
  @Override
  public String toString() {
    return SCHEME + (credentials.isPresent() ? "…@" : "") + servers + path;
  }
}
