package io.entresol.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What users and agents tell a driver. */
class ArgumentsTest {
  @ParameterizedTest
  @CsvSource({"5secs,5000", "1.5mins,90000", "500ms,500", "0ns,0", "2hrs,7200000"})
  void durationsAreThoseOfMesos(String text, long millis) {
    assertThat(Durations.millis(Map.of("NAME", text), "NAME", 1)).isEqualTo(millis);
    assertThat(Durations.millis(Map.of(), "NAME", 1)).isOne();
  }

  @ParameterizedTest
  @ValueSource(strings = {"5", "secs", "5 secs", "-5secs", "5parsecs"})
  void wrongDurationNamesItsVariable(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Durations.millis(Map.of("NAME", text), "NAME", 1))
        .withMessageContaining("NAME")
        .withMessageContaining(text);
  }

  @Test
  void addressesMayBeOfVersionSix() {
    assertThat(HostPort.parse(" some_host:5050 ")).hasToString("some_host:5050");
    HostPort six = HostPort.parse("[::1]:5050");
    assertThat(six.host()).isEqualTo("::1");
    assertThat(six.port()).isEqualTo(5050);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "host", "host:", "host:0", "host:65536", "::1:5050", "http://h:1"})
  void wrongAddressesAreRefused(String text) {
    assertThatIllegalArgumentException().isThrownBy(() -> HostPort.parse(text));
  }

  @Test
  void urlsOfZooKeeperAreTakenApart() {
    ZooKeeperUrl url = ZooKeeperUrl.parse("zk://user:p@ss@h1:2181,h2/mesos/");
    assertThat(url.servers()).isEqualTo("h1:2181,h2");
    assertThat(url.path()).isEqualTo("/mesos");
    assertThat(url.credentials()).contains("user:p@ss");
    assertThat(url.toString()).doesNotContain("p@ss");
  }

  @ParameterizedTest
  @ValueSource(strings = {"zk://", "zk:///mesos", "zk://h:1", "zk://h:1/", "zk://user@h:1/mesos"})
  void wrongUrlsOfZooKeeperAreRefused(String text) {
    assertThatIllegalArgumentException().isThrownBy(() -> ZooKeeperUrl.parse(text));
  }

  @ParameterizedTest
  @CsvSource({"local", "localquiet", "file:///no/such/file", "nonsense"})
  void whatIsNoMasterIsRefused(String text) {
    assertThatIllegalArgumentException().isThrownBy(() -> MasterDetectors.of(text));
  }
}
