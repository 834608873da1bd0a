package io.entresol.runtime.zookeeper;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.entresol.runtime.ZooKeeperUrl;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.CuratorFrameworkFactory;
import org.apache.curator.retry.RetryOneTime;
import org.apache.zookeeper.KeeperException;

/** Finds the leading master's address without joining the cluster, as every Mesos client does. */
public final class MasterLocator {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final long POLL_MS = 100;

  private MasterLocator() {}

  /**
   * The leading master's {@code host:port}.
   *
   * @param master {@code host:port}, {@code zk://…} or {@code file:///path} that holds one of these
   * @param timeout how long to look for a leader
   * @throws IllegalArgumentException if it is none of these
   * @throws IOException if nobody leads, or ZooKeeper does not answer, in time
   */
  public static String locate(String master, Duration timeout)
      throws IOException, InterruptedException {
    String text = master.strip();
    if (text.startsWith("file://")) {
      text = Files.readString(Path.of(text.substring("file://".length()))).strip();
    }
    if (!ZooKeeperUrl.isZooKeeperUrl(text)) {
      return hostAndPort(text);
    }
    return locate(ZooKeeperUrl.parse("master", text), timeout);
  }

  private static String hostAndPort(String text) {
    int colon = text.lastIndexOf(':');
    if (colon <= 0 || !text.substring(colon + 1).matches("[0-9]{1,5}")) {
      throw new IllegalArgumentException(
          "master: expecting host:port, zk://host:port/path or file:///path, not '" + text + "'");
    }
    return text;
  }

  private static String locate(ZooKeeperUrl url, Duration timeout)
      throws IOException, InterruptedException {
    long deadline = System.nanoTime() + timeout.toNanos();
    CuratorFrameworkFactory.Builder builder =
        CuratorFrameworkFactory.builder()
            .connectString(url.servers())
            .sessionTimeoutMs(10_000)
            .connectionTimeoutMs(Math.toIntExact(timeout.toMillis()))
            .retryPolicy(new RetryOneTime(100));
    url.credentials()
        .ifPresent(pair -> builder.authorization("digest", pair.getBytes(StandardCharsets.UTF_8)));
    try (CuratorFramework client = builder.build()) {
      client.start();
      if (!client.blockUntilConnected(Math.toIntExact(timeout.toMillis()), TimeUnit.MILLISECONDS)) {
        throw new IOException("ZooKeeper at " + url.servers() + " does not answer");
      }
      while (true) {
        Optional<String> leader = leader(client, url.path());
        if (leader.isPresent()) {
          return leader.get();
        }
        if (System.nanoTime() > deadline) {
          throw new IOException("No master leads at " + url);
        }
        TimeUnit.MILLISECONDS.sleep(POLL_MS);
      }
    }
  }

  private static Optional<String> leader(CuratorFramework client, String path) throws IOException {
    try {
      List<String> children = client.getChildren().forPath(path);
      Optional<String> lowest =
          children.stream()
              .filter(child -> child.matches("json\\.info_[0-9]{10}"))
              .min(Comparator.naturalOrder());
      if (lowest.isEmpty()) {
        return Optional.empty();
      }
      JsonNode info = JSON.readTree(client.getData().forPath(path + "/" + lowest.get()));
      JsonNode address = info.path("address");
      return Optional.of(address.path("ip").asText() + ":" + address.path("port").asInt());
    } catch (KeeperException.NoNodeException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw e;
    } catch (Exception e) {
      throw new IOException(e);
    }
  }
}
