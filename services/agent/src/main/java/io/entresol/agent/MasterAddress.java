package io.entresol.agent;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.entresol.runtime.ZooKeeperUrl;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;

/**
 * What {@code --master} may be: the ZooKeeper URL of the cluster, a file with one, or any master's
 * {@code host:port}, which is asked for the URL.
 */
public final class MasterAddress {
  private static final String FILE = "file://";
  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  private MasterAddress() {}

  /**
   * The cluster's ZooKeeper URL. Blocking.
   *
   * @throws IllegalArgumentException if the address is none, or nobody there knows
   */
  public static String zooKeeperUrl(String master) {
    String address = master.strip();
    if (address.startsWith(FILE)) {
      return zooKeeperUrl(read(address.substring(FILE.length())));
    }
    if (ZooKeeperUrl.isZooKeeperUrl(address)) {
      return address;
    }
    if (!address.matches("[^/@:]+:[0-9]{1,5}")) {
      throw new IllegalArgumentException(
          "--master is zk://host:port,…/path, host:port or file:///path, not '" + address + "'");
    }
    return ask(address);
  }

  private static String read(String path) {
    try {
      return Files.readString(Path.of(path));
    } catch (IOException | InvalidPathException e) {
      throw new IllegalArgumentException("--master: cannot read the file " + path, e);
    }
  }

  private static String ask(String address) {
    HttpClient client = HttpClient.newBuilder().connectTimeout(TIMEOUT).build();
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://" + address + "/flags")).timeout(TIMEOUT).build();
    try {
      HttpResponse<byte[]> response = client.send(request, HttpResponse.BodyHandlers.ofByteArray());
      JsonNode zk = new ObjectMapper().readTree(response.body()).path("flags").path("zk");
      if (!zk.isTextual()) {
        throw new IllegalArgumentException(
            "--master: " + address + " does not say where its ZooKeeper is; give --zk");
      }
      return zk.asText();
    } catch (IOException e) {
      throw new IllegalArgumentException(
          "--master: no master answers at " + address + ": " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalArgumentException("--master: interrupted", e);
    }
  }
}
