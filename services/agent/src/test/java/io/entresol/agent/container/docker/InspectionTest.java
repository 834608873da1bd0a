package io.entresol.agent.container.docker;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.entresol.agent.container.ContainerId;
import io.entresol.agent.container.Launched;
import io.entresol.agent.container.Termination;
import io.entresol.mesos.v1.NetworkInfo;
import io.entresol.mesos.v1.ResourceStatistics;
import io.entresol.mesos.v1.TaskStatus;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class InspectionTest {
  private static Inspection inspection(String json) throws IOException {
    return Inspection.of(new ObjectMapper().readTree(json), json);
  }

  @Test
  void aRunningContainerHasItsAddresses() throws IOException {
    Inspection running =
        inspection(
            """
            {"Id":"abc","State":{"Status":"running","Running":true,"Pid":42,
              "FinishedAt":"0001-01-01T00:00:00Z"},
             "Config":{"Labels":{"a":"b"},"StopSignal":"SIGINT"},
             "NetworkSettings":{"Networks":{"bridge":{"IPAddress":"172.17.0.2",
               "GlobalIPv6Address":"fd00::2"},"none":{"IPAddress":"","GlobalIPv6Address":""}}}}
            """);

    Launched launched = DockerContainer.launched(new ContainerId("c-1"), running);

    assertThat(launched.pid()).hasValue(42);
    assertThat(launched.status().getContainerId().getValue()).isEqualTo("c-1");
    assertThat(launched.status().getNetworkInfosList())
        .singleElement()
        .satisfies(
            network ->
                assertThat(network.getIpAddressesList())
                    .extracting(NetworkInfo.IPAddress::getIpAddress)
                    .containsExactly("172.17.0.2", "fd00::2"));
    assertThat(new String(launched.taskData().orElseThrow(), StandardCharsets.UTF_8))
        .startsWith("[{\"Id\":\"abc\"")
        .endsWith("}]");
    assertThat(running.stopSignal()).isEqualTo("SIGINT");
    assertThat(running.finishedAt()).isEmpty();
    assertThat(running.labels()).containsEntry("a", "b");
  }

  @Test
  void theMachinesNetworkHasNoAddressOfItsOwn() throws IOException {
    Inspection running =
        inspection(
            """
            {"State":{"Running":true,"Pid":42},"Config":{},
             "NetworkSettings":{"Networks":{"host":{"IPAddress":""}}}}
            """);

    assertThat(
            DockerContainer.launched(new ContainerId("c-1"), running)
                .status()
                .getNetworkInfosCount())
        .isZero();
    assertThat(running.stopSignal()).isEqualTo("SIGTERM");
  }

  @Test
  void anEndHasStatusAndReason() throws IOException {
    Termination plain = DockerContainer.termination(inspection("{\"State\":{\"ExitCode\":5}}"));
    Termination starved =
        DockerContainer.termination(
            inspection(
                "{\"State\":{\"ExitCode\":137,\"OOMKilled\":true,"
                    + "\"FinishedAt\":\"2026-01-01T00:00:00.5Z\"}}"));

    assertThat(plain.waitStatus()).isEqualTo(5 << 8);
    assertThat(plain.reason()).isEmpty();
    assertThat(plain.message()).isEqualTo("Container exited with status 5");
    assertThat(starved.reason()).contains(TaskStatus.Reason.REASON_CONTAINER_LIMITATION_MEMORY);
  }

  @Test
  void statisticsOfBothVersionsOfControlGroupsAreRead() throws IOException {
    var first =
        new ObjectMapper()
            .readTree(
                """
                {"cpu_stats":{"cpu_usage":{"usage_in_usermode":2500000000,
                   "usage_in_kernelmode":500000000}},
                 "memory_stats":{"usage":100,"limit":200,"stats":{"total_rss":60,"total_cache":40}},
                 "pids_stats":{"current":3},
                 "networks":{"eth0":{"rx_bytes":5,"tx_bytes":6},"eth1":{"rx_bytes":1}}}
                """);
    var second =
        new ObjectMapper().readTree("{\"memory_stats\":{\"stats\":{\"anon\":7,\"file\":8}}}");
    Instant now = Instant.ofEpochMilli(1_500);

    ResourceStatistics statistics = DockerStatistics.of(first, now);

    assertThat(statistics.getTimestamp()).isEqualTo(1.5);
    assertThat(statistics.getCpusUserTimeSecs()).isEqualTo(2.5);
    assertThat(statistics.getCpusSystemTimeSecs()).isEqualTo(0.5);
    assertThat(statistics.getMemRssBytes()).isEqualTo(60);
    assertThat(statistics.getMemLimitBytes()).isEqualTo(200);
    assertThat(statistics.getProcesses()).isEqualTo(3);
    assertThat(statistics.getNetRxBytes()).isEqualTo(6);
    assertThat(DockerStatistics.of(second, now).getMemRssBytes()).isEqualTo(7);
  }
}
