package io.entresol.agent.container.docker;

import static io.entresol.agent.container.docker.CreateRequest.append;
import static io.entresol.agent.container.docker.CreateRequest.put;
import static java.util.Map.entry;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.entresol.agent.container.LaunchFailedException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * The flags of {@code docker run} that a task may give as parameters, and what each does to the
 * request.
 */
final class RunParameters {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final long NANOS_PER_CPU = 1_000_000_000L;

  /** What one flag does; a malformed value throws {@link IllegalArgumentException}. */
  private interface Flag {
    void apply(CreateRequest request, String value);
  }

  /** Flags of the client alone: what they ask for happens anyway, or means nothing here. */
  private static final Set<String> IDLE = Set.of("detach", "rm", "sig-proxy", "pull", "quiet");

  private static final Map<String, String> REFUSED =
      Map.of(
          "restart", "tasks that end are started again by their framework",
          "name", "the agent finds containers by their names",
          "cidfile", "the agent runs no docker client",
          "env-file", "the agent reads no files of the machine for a task",
          "label-file", "the agent reads no files of the machine for a task",
          "detach-keys", "there is no terminal");

  private static final Map<String, String> SHORT =
      Map.ofEntries(
          entry("c", "cpu-shares"),
          entry("d", "detach"),
          entry("e", "env"),
          entry("h", "hostname"),
          entry("i", "interactive"),
          entry("l", "label"),
          entry("m", "memory"),
          entry("p", "publish"),
          entry("P", "publish-all"),
          entry("t", "tty"),
          entry("u", "user"),
          entry("v", "volume"),
          entry("w", "workdir"),
          entry("net", "network"),
          entry("net-alias", "network-alias"),
          entry("dns-opt", "dns-option"));

  private static final Map<String, Flag> FLAGS =
      Map.ofEntries(
          entry("add-host", hostList("ExtraHosts")),
          entry("blkio-weight", hostNumber("BlkioWeight")),
          entry("cap-add", hostList("CapAdd")),
          entry("cap-drop", hostList("CapDrop")),
          entry("cgroup-parent", hostText("CgroupParent")),
          entry("cgroupns", hostText("CgroupnsMode")),
          entry("cpu-period", hostNumber("CpuPeriod")),
          entry("cpu-quota", hostNumber("CpuQuota")),
          entry("cpu-rt-period", hostNumber("CpuRealtimePeriod")),
          entry("cpu-rt-runtime", hostNumber("CpuRealtimeRuntime")),
          entry("cpu-shares", hostNumber("CpuShares")),
          entry("cpus", RunParameters::cpus),
          entry("cpuset-cpus", hostText("CpusetCpus")),
          entry("cpuset-mems", hostText("CpusetMems")),
          entry("device", RunParameters::device),
          entry("device-cgroup-rule", hostList("DeviceCgroupRules")),
          entry("dns", hostList("Dns")),
          entry("dns-option", hostList("DnsOptions")),
          entry("dns-search", hostList("DnsSearch")),
          entry("domainname", configText("Domainname")),
          entry("entrypoint", RunParameters::entrypoint),
          entry("env", RunParameters::environment),
          entry("expose", RunParameters::expose),
          entry("gpus", RunParameters::gpus),
          entry("group-add", hostList("GroupAdd")),
          entry("health-cmd", RunParameters::healthCommand),
          entry("health-interval", healthNanos("Interval")),
          entry("health-retries", RunParameters::healthRetries),
          entry("health-start-period", healthNanos("StartPeriod")),
          entry("health-timeout", healthNanos("Timeout")),
          entry("hostname", configText("Hostname")),
          entry("init", hostFlag("Init")),
          entry("interactive", configFlag("OpenStdin")),
          entry("ip", address("IPv4Address")),
          entry("ip6", address("IPv6Address")),
          entry("ipc", hostText("IpcMode")),
          entry("kernel-memory", hostBytes("KernelMemory")),
          entry("label", RunParameters::label),
          entry("link", hostList("Links")),
          entry("log-driver", RunParameters::logDriver),
          entry("log-opt", RunParameters::logOption),
          entry("mac-address", configText("MacAddress")),
          entry("memory", hostBytes("Memory")),
          entry("memory-reservation", hostBytes("MemoryReservation")),
          entry("memory-swap", hostBytes("MemorySwap")),
          entry("memory-swappiness", hostNumber("MemorySwappiness")),
          entry("mount", RunParameters::mount),
          entry("network", hostText("NetworkMode")),
          entry("network-alias", (request, value) -> append(request.endpoint(), "Aliases", value)),
          entry("no-healthcheck", RunParameters::noHealthCheck),
          entry("oom-kill-disable", hostFlag("OomKillDisable")),
          entry("oom-score-adj", hostNumber("OomScoreAdj")),
          entry("pid", hostText("PidMode")),
          entry("pids-limit", hostNumber("PidsLimit")),
          entry("privileged", hostFlag("Privileged")),
          entry("publish", RunParameters::publish),
          entry("publish-all", hostFlag("PublishAllPorts")),
          entry("read-only", hostFlag("ReadonlyRootfs")),
          entry("runtime", hostText("Runtime")),
          entry("security-opt", hostList("SecurityOpt")),
          entry("shm-size", hostBytes("ShmSize")),
          entry("stop-signal", configText("StopSignal")),
          entry("stop-timeout", RunParameters::stopTimeout),
          entry("storage-opt", hostMap("StorageOpt")),
          entry("sysctl", hostMap("Sysctls")),
          entry("tmpfs", RunParameters::tmpfs),
          entry("tty", configFlag("Tty")),
          entry("ulimit", RunParameters::ulimit),
          entry("user", configText("User")),
          entry("userns", hostText("UsernsMode")),
          entry("uts", hostText("UTSMode")),
          entry("volume", RunParameters::volume),
          entry("volume-driver", hostText("VolumeDriver")),
          entry("volumes-from", hostList("VolumesFrom")),
          entry("workdir", configText("WorkingDir")));

  private RunParameters() {}

  /**
   * Applies one parameter.
   *
   * @param key the flag, with or without leading dashes
   * @throws LaunchFailedException if there is no such flag, or its value is malformed
   */
  static void apply(CreateRequest request, String key, String value) {
    String given = key.replaceFirst("^-{1,2}", "");
    String name = SHORT.getOrDefault(given, given);
    if (IDLE.contains(name)) {
      return;
    }
    if (REFUSED.containsKey(name)) {
      throw failed("The parameter '" + key + "' cannot be used: " + REFUSED.get(name));
    }
    Flag flag = FLAGS.get(name);
    if (flag == null) {
      throw failed("Unknown parameter '" + key + "'");
    }
    try {
      flag.apply(request, value);
    } catch (IllegalArgumentException malformed) {
      throw failed("Invalid value of the parameter '" + key + "': " + malformed.getMessage());
    }
  }

  private static LaunchFailedException failed(String message) {
    return new LaunchFailedException(LaunchFailedException.Kind.START, message);
  }

  private static Flag configText(String field) {
    return (request, value) -> request.config().put(field, value);
  }

  private static Flag configFlag(String field) {
    return (request, value) -> request.config().put(field, Quantities.flag(value));
  }

  private static Flag hostText(String field) {
    return (request, value) -> request.host().put(field, value);
  }

  private static Flag hostFlag(String field) {
    return (request, value) -> request.host().put(field, Quantities.flag(value));
  }

  private static Flag hostNumber(String field) {
    return (request, value) -> request.host().put(field, Quantities.integer(value));
  }

  private static Flag hostBytes(String field) {
    return (request, value) -> request.host().put(field, Quantities.bytes(value));
  }

  private static Flag hostList(String field) {
    return (request, value) -> append(request.host(), field, value);
  }

  private static Flag hostMap(String field) {
    return (request, value) -> {
      String[] pair = pair(value);
      put(request.host(), field, pair[0], pair[1]);
    };
  }

  private static Flag healthNanos(String field) {
    return (request, value) -> health(request).put(field, Quantities.nanos(value));
  }

  private static Flag address(String field) {
    return (request, value) ->
        request.endpoint().withObjectProperty("IPAMConfig").put(field, value);
  }

  private static String[] pair(String value) {
    int equals = value.indexOf('=');
    if (equals <= 0) {
      throw new IllegalArgumentException("'" + value + "' is not of the form NAME=VALUE");
    }
    return new String[] {value.substring(0, equals), value.substring(equals + 1)};
  }

  private static void cpus(CreateRequest request, String value) {
    try {
      request.host().put("NanoCpus", (long) (Double.parseDouble(value) * NANOS_PER_CPU));
    } catch (NumberFormatException malformed) {
      throw new IllegalArgumentException("'" + value + "' is not a number", malformed);
    }
  }

  private static void device(CreateRequest request, String value) {
    String[] parts = value.split(":", -1);
    boolean permissionsSecond = parts.length == 2 && parts[1].matches("[rwm]{1,3}");
    ObjectNode device = JSON.objectNode();
    device.put("PathOnHost", parts[0]);
    device.put("PathInContainer", parts.length > 1 && !permissionsSecond ? parts[1] : parts[0]);
    device.put(
        "CgroupPermissions", parts.length > 2 ? parts[2] : permissionsSecond ? parts[1] : "rwm");
    append(request.host(), "Devices", device);
  }

  private static void entrypoint(CreateRequest request, String value) {
    request.config().putArray("Entrypoint").add(value);
  }

  private static void environment(CreateRequest request, String value) {
    String[] pair = pair(value);
    request.setEnvironment(pair[0], pair[1]);
  }

  private static void expose(CreateRequest request, String value) {
    String port = value.contains("/") ? value : value + "/tcp";
    request.config().withObjectProperty("ExposedPorts").putObject(port);
  }

  private static void gpus(CreateRequest request, String value) {
    ObjectNode gpus = JSON.objectNode();
    if (value.startsWith("device=")) {
      var ids = gpus.putArray("DeviceIDs");
      Arrays.stream(value.substring("device=".length()).replace("\"", "").split(","))
          .forEach(ids::add);
    } else {
      gpus.put("Count", value.equals("all") ? -1 : Quantities.integer(value));
    }
    gpus.putArray("Capabilities").addArray().add("gpu");
    append(request.host(), "DeviceRequests", gpus);
  }

  private static ObjectNode health(CreateRequest request) {
    return request.config().withObjectProperty("Healthcheck");
  }

  private static void healthCommand(CreateRequest request, String value) {
    health(request).putArray("Test").add("CMD-SHELL").add(value);
  }

  private static void healthRetries(CreateRequest request, String value) {
    health(request).put("Retries", Quantities.integer(value));
  }

  private static void noHealthCheck(CreateRequest request, String value) {
    if (Quantities.flag(value)) {
      health(request).putArray("Test").add("NONE");
    }
  }

  private static void label(CreateRequest request, String value) {
    String[] parts = value.split("=", 2);
    put(request.config(), "Labels", parts[0], parts.length > 1 ? parts[1] : "");
  }

  private static void logDriver(CreateRequest request, String value) {
    request.host().withObjectProperty("LogConfig").put("Type", value);
  }

  private static void logOption(CreateRequest request, String value) {
    String[] pair = pair(value);
    put(request.host().withObjectProperty("LogConfig"), "Config", pair[0], pair[1]);
  }

  private static void mount(CreateRequest request, String value) {
    ObjectNode mount = JSON.objectNode();
    for (String option : value.split(",", -1)) {
      String[] parts = option.split("=", 2);
      String text = parts.length > 1 ? parts[1] : "";
      switch (parts[0].trim().toLowerCase(Locale.ROOT)) {
        case "type" -> mount.put("Type", text);
        case "source", "src" -> mount.put("Source", text);
        case "target", "dst", "destination" -> mount.put("Target", text);
        case "readonly", "ro" -> mount.put("ReadOnly", Quantities.flag(text));
        case "bind-propagation" -> mount.withObjectProperty("BindOptions").put("Propagation", text);
        case "volume-driver" ->
            mount
                .withObjectProperty("VolumeOptions")
                .withObjectProperty("DriverConfig")
                .put("Name", text);
        case "tmpfs-size" ->
            mount.withObjectProperty("TmpfsOptions").put("SizeBytes", Quantities.bytes(text));
        default -> throw new IllegalArgumentException("unknown option '" + parts[0] + "'");
      }
    }
    if (!mount.has("Type")) {
      mount.put("Type", "volume");
    }
    append(request.host(), "Mounts", mount);
  }

  /** {@code [[address:][host port]:]container port[/protocol]}. */
  private static void publish(CreateRequest request, String value) {
    String[] protocol = value.split("/", 2);
    String[] parts = protocol[0].split(":", -1);
    String containerPort = parts[parts.length - 1];
    Quantities.integer(containerPort);
    String hostPort = parts.length > 1 ? parts[parts.length - 2] : "";
    String address =
        parts.length > 2 ? String.join(":", Arrays.copyOf(parts, parts.length - 2)) : "";
    request.publish(address, hostPort, containerPort, protocol.length > 1 ? protocol[1] : "tcp");
  }

  private static void stopTimeout(CreateRequest request, String value) {
    request.config().put("StopTimeout", Quantities.integer(value));
  }

  private static void tmpfs(CreateRequest request, String value) {
    String[] parts = value.split(":", 2);
    put(request.host(), "Tmpfs", parts[0], parts.length > 1 ? parts[1] : "");
  }

  private static void ulimit(CreateRequest request, String value) {
    String[] pair = pair(value);
    String[] limits = pair[1].split(":", 2);
    ObjectNode ulimit = JSON.objectNode();
    ulimit.put("Name", pair[0]);
    ulimit.put("Soft", Quantities.integer(limits[0]));
    ulimit.put("Hard", Quantities.integer(limits[limits.length - 1]));
    append(request.host(), "Ulimits", ulimit);
  }

  private static void volume(CreateRequest request, String value) {
    if (value.contains(":")) {
      append(request.host(), "Binds", value);
    } else {
      request.config().withObjectProperty("Volumes").putObject(value);
    }
  }
}
