package io.entresol.agent.container.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.entresol.agent.container.LaunchFailedException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RunParametersTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private final CreateRequest request = new CreateRequest("mesos-1");

  private void apply(String key, String value) {
    RunParameters.apply(request, key, value);
  }

  private void assertBody(String json) throws JsonProcessingException {
    assertThat(JSON.readTree(request.body().toString())).isEqualTo(JSON.readTree(json));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "hostname|web|{\"Hostname\":\"web\",\"HostConfig\":{}}",
        "h|web|{\"Hostname\":\"web\",\"HostConfig\":{}}",
        "--hostname|web|{\"Hostname\":\"web\",\"HostConfig\":{}}",
        "-u|www|{\"User\":\"www\",\"HostConfig\":{}}",
        "workdir|/a|{\"WorkingDir\":\"/a\",\"HostConfig\":{}}",
        "entrypoint|/run|{\"Entrypoint\":[\"/run\"],\"HostConfig\":{}}",
        "env|A=b=c|{\"Env\":[\"A=b=c\"],\"HostConfig\":{}}",
        "label|a=b|{\"Labels\":{\"a\":\"b\"},\"HostConfig\":{}}",
        "l|a|{\"Labels\":{\"a\":\"\"},\"HostConfig\":{}}",
        "tty|true|{\"Tty\":true,\"HostConfig\":{}}",
        "interactive|``|{\"OpenStdin\":true,\"HostConfig\":{}}",
        "expose|80|{\"ExposedPorts\":{\"80/tcp\":{}},\"HostConfig\":{}}",
        "stop-signal|SIGINT|{\"StopSignal\":\"SIGINT\",\"HostConfig\":{}}",
        "health-interval|1m30s|{\"Healthcheck\":{\"Interval\":90000000000},\"HostConfig\":{}}",
        "no-healthcheck|true|{\"Healthcheck\":{\"Test\":[\"NONE\"]},\"HostConfig\":{}}",
        "add-host|db:10.0.0.1|{\"HostConfig\":{\"ExtraHosts\":[\"db:10.0.0.1\"]}}",
        "cap-add|NET_ADMIN|{\"HostConfig\":{\"CapAdd\":[\"NET_ADMIN\"]}}",
        "cap-drop|ALL|{\"HostConfig\":{\"CapDrop\":[\"ALL\"]}}",
        "cpus|1.5|{\"HostConfig\":{\"NanoCpus\":1500000000}}",
        "c|512|{\"HostConfig\":{\"CpuShares\":512}}",
        "memory|64m|{\"HostConfig\":{\"Memory\":67108864}}",
        "memory-swap|-1|{\"HostConfig\":{\"MemorySwap\":-1}}",
        "dns|8.8.8.8|{\"HostConfig\":{\"Dns\":[\"8.8.8.8\"]}}",
        "init|true|{\"HostConfig\":{\"Init\":true}}",
        "ipc|host|{\"HostConfig\":{\"IpcMode\":\"host\"}}",
        "net|blue|{\"HostConfig\":{\"NetworkMode\":\"blue\"}}",
        "read-only|false|{\"HostConfig\":{\"ReadonlyRootfs\":false}}",
        "shm-size|1g|{\"HostConfig\":{\"ShmSize\":1073741824}}",
        "sysctl|a.b=1|{\"HostConfig\":{\"Sysctls\":{\"a.b\":\"1\"}}}",
        "tmpfs|/run:size=64m|{\"HostConfig\":{\"Tmpfs\":{\"/run\":\"size=64m\"}}}",
        "volume|/a:/b:ro|{\"HostConfig\":{\"Binds\":[\"/a:/b:ro\"]}}",
        "v|/data|{\"Volumes\":{\"/data\":{}},\"HostConfig\":{}}",
        "volumes-from|store|{\"HostConfig\":{\"VolumesFrom\":[\"store\"]}}",
        "log-driver|syslog|{\"HostConfig\":{\"LogConfig\":{\"Type\":\"syslog\"}}}",
        "log-opt|tag=a=b|{\"HostConfig\":{\"LogConfig\":{\"Config\":{\"tag\":\"a=b\"}}}}",
        "gpus|all|{\"HostConfig\":{\"DeviceRequests\":[{\"Count\":-1,\"Capabilities\":[[\"gpu\"]]}]}}",
      })
  void aFlagSetsItsField(String key, String value, String body) throws JsonProcessingException {
    apply(key, value);

    assertBody(body);
  }

  @Test
  void devicesMayHaveAnotherPathAndPermissions() throws JsonProcessingException {
    apply("device", "/dev/a");
    apply("device", "/dev/b:/dev/c:r");
    apply("device", "/dev/d:rw");

    assertBody(
        """
        {"HostConfig":{"Devices":[
          {"PathOnHost":"/dev/a","PathInContainer":"/dev/a","CgroupPermissions":"rwm"},
          {"PathOnHost":"/dev/b","PathInContainer":"/dev/c","CgroupPermissions":"r"},
          {"PathOnHost":"/dev/d","PathInContainer":"/dev/d","CgroupPermissions":"rw"}]}}
        """);
  }

  @Test
  void limitsMayBeSoftAndHard() throws JsonProcessingException {
    apply("ulimit", "nofile=1024:2048");
    apply("ulimit", "core=0");

    assertBody(
        """
        {"HostConfig":{"Ulimits":[
          {"Name":"nofile","Soft":1024,"Hard":2048},{"Name":"core","Soft":0,"Hard":0}]}}
        """);
  }

  @Test
  void portsArePublished() throws JsonProcessingException {
    apply("p", "8080:80");
    apply("publish", "127.0.0.1:5353:53/udp");

    assertBody(
        """
        {"ExposedPorts":{"80/tcp":{},"53/udp":{}},
         "HostConfig":{"PortBindings":{
          "80/tcp":[{"HostIp":"","HostPort":"8080"}],
          "53/udp":[{"HostIp":"127.0.0.1","HostPort":"5353"}]}}}
        """);
  }

  @Test
  void mountsAreOfTheLongForm() throws JsonProcessingException {
    apply("mount", "type=bind,source=/a,target=/b,readonly");
    apply("mount", "src=data,dst=/c,volume-driver=local");

    assertBody(
        """
        {"HostConfig":{"Mounts":[
          {"Type":"bind","Source":"/a","Target":"/b","ReadOnly":true},
          {"Source":"data","Target":"/c",
           "VolumeOptions":{"DriverConfig":{"Name":"local"}},"Type":"volume"}]}}
        """);
  }

  @Test
  void flagsOfTheClientAloneDoNothing() throws JsonProcessingException {
    apply("rm", "true");
    apply("d", "");

    assertBody("{\"HostConfig\":{}}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"restart", "name", "env-file", "cidfile"})
  void flagsThatWouldHarmAreRefused(String key) {
    assertThatThrownBy(() -> apply(key, "x"))
        .isInstanceOf(LaunchFailedException.class)
        .hasMessageContaining("'" + key + "' cannot be used");
  }

  @Test
  void unknownFlagsAreNamed() {
    assertThatThrownBy(() -> apply("frobnicate", "x"))
        .isInstanceOf(LaunchFailedException.class)
        .hasMessage("Unknown parameter 'frobnicate'");
  }

  @ParameterizedTest
  @CsvSource({
    "memory,lots",
    "ulimit,nofile",
    "ulimit,nofile=many",
    "cpus,two",
    "env,NAME",
    "tty,maybe",
    "publish,80:http",
    "mount,what=is",
    "health-interval,soon",
    "health-interval,1x",
    "sysctl,a"
  })
  void malformedValuesAreNamed(String key, String value) {
    assertThatThrownBy(() -> apply(key, value))
        .isInstanceOf(LaunchFailedException.class)
        .hasMessageStartingWith("Invalid value of the parameter '" + key + "'");
  }
}
