package io.entresol.driver;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Paths;
import java.util.Optional;

/** Which detector a driver's {@code master} argument asks for. */
final class MasterDetectors {
  private static final String FILE_SCHEME = "file://";

  private MasterDetectors() {}

  /**
   * The detector for {@code host:port}, {@code zk://…} or {@code file:///path} of a file that holds
   * one of these.
   *
   * @throws IllegalArgumentException if it is none of these; the message has no secret
   */
  static MasterDetector of(String master) {
    String text = master.trim();
    if (text.startsWith(FILE_SCHEME)) {
      text = contents(text.substring(FILE_SCHEME.length()));
    }
    if (text.startsWith(ZooKeeperUrl.SCHEME)) {
      return new ZooKeeperDetector(ZooKeeperUrl.parse(text));
    }
    if (text.equals("local") || text.equals("localquiet")) {
      throw new IllegalArgumentException(
          "this driver has no cluster of its own; run 'entresol local' and give 127.0.0.1:5050");
    }
    return new Fixed(HostPort.parse(text));
  }

  private static String contents(String path) {
    try {
      return new String(Files.readAllBytes(Paths.get(path)), StandardCharsets.UTF_8).trim();
    } catch (IOException e) {
      throw new IllegalArgumentException("cannot read " + path + ": " + e.getMessage(), e);
    }
  }

  /** One address; if it is not the leader's, the master there says whose is. */
  private static final class Fixed implements MasterDetector {
    private final HostPort address;

    Fixed(HostPort address) {
      this.address = address;
    }

    @Override
    public void start(Listener listener) {
      listener.leaderChanged(Optional.of(address));
    }

    @Override
    public void close() {}
  }
}
