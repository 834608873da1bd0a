package io.entresol.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.entresol.runtime.options.DurationText;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ZooKeeperUrlTest {
  @Test
  void readsServersPathAndCredentials() {
    assertThat(ZooKeeperUrl.parse("--zk", "zk://a:1,b:2/mesos/x/"))
        .isEqualTo(new ZooKeeperUrl("a:1,b:2", "/mesos/x", Optional.empty()));
    assertThat(ZooKeeperUrl.parse("--zk", "zk://u:p@a:1/mesos"))
        .isEqualTo(new ZooKeeperUrl("a:1", "/mesos", Optional.of("u:p")));
  }

  @Test
  void doesNotPrintTheCredentials() {
    assertThat(ZooKeeperUrl.parse("--zk", "zk://u:secret@a:1/mesos").toString())
        .doesNotContain("secret");
    assertThatThrownBy(() -> ZooKeeperUrl.parse("--zk", "http://u:secret@a:1/mesos"))
        .hasMessageStartingWith("--zk")
        .hasMessageNotContaining("secret");
  }

  @Test
  void missingPartsAreNamed() {
    assertThatThrownBy(() -> ZooKeeperUrl.parse("--zk", "zk://a:1")).hasMessageContaining("path");
    assertThatThrownBy(() -> ZooKeeperUrl.parse("--zk", "zk://a:1/")).hasMessageContaining("path");
    assertThatThrownBy(() -> ZooKeeperUrl.parse("--zk", "zk:///mesos"))
        .hasMessageContaining("host:port");
  }

  @Test
  void durationsAreReadAsMesosWritesThem() {
    assertThat(DurationText.parse("--x", "10secs")).isEqualTo(Duration.ofSeconds(10));
    assertThat(DurationText.parse("--x", "1.5mins")).isEqualTo(Duration.ofSeconds(90));
    assertThat(DurationText.parse("--x", "0ns")).isEqualTo(Duration.ZERO);
    assertThat(DurationText.parse("--x", "2weeks")).isEqualTo(Duration.ofDays(14));
    for (String wrong : new String[] {"10", "10 s", "secs", "1e3secs", ""}) {
      assertThatThrownBy(() -> DurationText.parse("--x", wrong)).hasMessageStartingWith("--x");
    }
  }
}
