package io.entresol.driver;

import java.util.Optional;

/** Where masters meet: {@code zk://user:password@host:port,host:port/path}. */
final class ZooKeeperUrl {
  static final String SCHEME = "zk://";

  private final String servers;
  private final String path;
  private final Optional<String> credentials;

  private ZooKeeperUrl(String servers, String path, Optional<String> credentials) {
    this.servers = servers;
    this.path = path;
    this.credentials = credentials;
  }

  /**
   * Reads a URL.
   *
   * @throws IllegalArgumentException if it is none; the message says what is missing
   */
  static ZooKeeperUrl parse(String url) {
    String rest = url.substring(SCHEME.length());
    int slash = rest.indexOf('/');
    String authority = slash < 0 ? rest : rest.substring(0, slash);
    String path = slash < 0 ? "" : rest.substring(slash).replaceAll("/+$", "");
    int at = authority.lastIndexOf('@');
    Optional<String> credentials =
        at < 0 ? Optional.empty() : Optional.of(authority.substring(0, at));
    if (credentials.isPresent() && !credentials.get().contains(":")) {
      throw new IllegalArgumentException("expecting user:password before '@'");
    }
    String servers = authority.substring(at + 1);
    if (servers.isEmpty()) {
      throw new IllegalArgumentException("expecting host:port after 'zk://'");
    }
    if (path.isEmpty()) {
      throw new IllegalArgumentException(
          "expecting a (chroot) path for ZooKeeper ('/' is not supported)");
    }
    return new ZooKeeperUrl(servers, path, credentials);
  }

  /** As ZooKeeper's client takes them: {@code host:port,host:port}. */
  String servers() {
    return servers;
  }

  /** Absolute, without a slash at its end. */
  String path() {
    return path;
  }

  /** {@code user:password}. */
  Optional<String> credentials() {
    return credentials;
  }

  /** The URL without the credentials. */
  @Override
  public String toString() {
    return SCHEME + (credentials.isPresent() ? "…@" : "") + servers + path;
  }
}
