package io.entresol.marathon.core.launch;

import io.entresol.marathon.core.app.AppSpec;
import io.entresol.marathon.core.app.Container;
import io.entresol.marathon.core.app.EnvValue;
import io.entresol.marathon.core.app.FetchUri;
import io.entresol.marathon.core.app.Network;
import io.entresol.mesos.v1.AgentID;
import io.entresol.mesos.v1.CommandInfo;
import io.entresol.mesos.v1.ContainerInfo;
import io.entresol.mesos.v1.DiscoveryInfo;
import io.entresol.mesos.v1.DurationInfo;
import io.entresol.mesos.v1.Environment;
import io.entresol.mesos.v1.ExecutorID;
import io.entresol.mesos.v1.ExecutorInfo;
import io.entresol.mesos.v1.KillPolicy;
import io.entresol.mesos.v1.Label;
import io.entresol.mesos.v1.Labels;
import io.entresol.mesos.v1.Port;
import io.entresol.mesos.v1.Secret;
import io.entresol.mesos.v1.TaskID;
import io.entresol.mesos.v1.TaskInfo;
import io.entresol.proto.ProtoResources;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Says in Mesos's terms what an agent is to run. Pure: the same launch gives the same task. */
public final class TaskInfoBuilder {
  private static final String COMMAND_EXECUTOR = "//cmd";

  private final LaunchSettings settings;

  public TaskInfoBuilder(LaunchSettings settings) {
    this.settings = settings;
  }

  public TaskInfo build(Launch launch) {
    AppSpec spec = launch.spec();
    List<AssignedPort> ports = AssignedPort.of(launch);
    TaskInfo.Builder task =
        TaskInfo.newBuilder()
            .setName(spec.id().taskName())
            .setTaskId(TaskID.newBuilder().setValue(launch.taskId()))
            .setAgentId(AgentID.newBuilder().setValue(launch.agentId()))
            .addAllResources(ProtoResources.toProto(launch.resources()))
            .setDiscovery(discovery(spec, ports));
    if (!spec.labels().isEmpty()) {
      task.setLabels(labels(spec.labels()));
    }
    setWhatRuns(launch, task);
    spec.taskKillGracePeriod()
        .ifPresent(
            period ->
                task.setKillPolicy(
                    KillPolicy.newBuilder()
                        .setGracePeriod(
                            DurationInfo.newBuilder().setNanoseconds(period.toNanos()))));
    TaskChecks.health(spec, ports).ifPresent(task::setHealthCheck);
    TaskChecks.check(spec, ports).ifPresent(task::setCheck);
    return task.build();
  }

  private void setWhatRuns(Launch launch, TaskInfo.Builder task) {
    AppSpec spec = launch.spec();
    Optional<ContainerInfo> container = new TaskContainer(launch, settings).build();
    CommandInfo.Builder command = command(launch);
    String executor = spec.executor().isEmpty() ? settings.defaultExecutor() : spec.executor();
    if (executor.equals(COMMAND_EXECUTOR)) {
      container.ifPresent(task::setContainer);
      task.setCommand(command);
      return;
    }
    String path = "'" + executor.replace("'", "'\\''") + "'";
    String arguments = spec.cmd().orElseGet(() -> String.join(" ", spec.args()));
    command
        .clearArguments()
        .setShell(true)
        .setValue("chmod ug+rx " + path + " && exec " + path + " " + arguments);
    ExecutorInfo.Builder info =
        ExecutorInfo.newBuilder()
            .setExecutorId(ExecutorID.newBuilder().setValue("marathon-" + launch.taskId()))
            .setType(ExecutorInfo.Type.CUSTOM)
            .setName(spec.id().taskName())
            .setSource(spec.id().taskName())
            .setCommand(command);
    container.ifPresent(info::setContainer);
    task.setExecutor(info);
  }

  private CommandInfo.Builder command(Launch launch) {
    AppSpec spec = launch.spec();
    CommandInfo.Builder command = CommandInfo.newBuilder();
    command.setShell(spec.cmd().isPresent());
    spec.cmd().ifPresent(command::setValue);
    if (!spec.args().isEmpty()) {
      command.addAllArguments(spec.args());
      // With an image they go to its entrypoint; without one the first of them is the program.
      if (spec.container().flatMap(Container::docker).isEmpty()) {
        command.setValue(spec.args().get(0));
      }
    }
    spec.user().ifPresent(command::setUser);
    spec.fetch().forEach(fetch -> command.addUris(uri(fetch)));
    command.setEnvironment(environment(launch));
    return command;
  }

  private static CommandInfo.URI uri(FetchUri fetch) {
    CommandInfo.URI.Builder uri =
        CommandInfo.URI
            .newBuilder()
            .setValue(fetch.uri())
            .setExtract(fetch.extract())
            .setExecutable(fetch.executable())
            .setCache(fetch.cache());
    fetch.destPath().ifPresent(uri::setOutputFile);
    return uri.build();
  }

  private Environment environment(Launch launch) {
    Environment.Builder environment = Environment.newBuilder();
    for (Map.Entry<String, EnvValue> entry : TaskEnvironment.of(launch, settings).entrySet()) {
      Environment.Variable.Builder variable = environment.addVariablesBuilder();
      variable.setName(entry.getKey());
      if (entry.getValue() instanceof EnvValue.Text text) {
        variable.setValue(text.value());
      } else if (entry.getValue() instanceof EnvValue.SecretRef ref) {
        String source = launch.spec().secrets().getOrDefault(ref.secret(), ref.secret());
        variable
            .setType(Environment.Variable.Type.SECRET)
            .setSecret(
                Secret.newBuilder()
                    .setType(Secret.Type.REFERENCE)
                    .setReference(Secret.Reference.newBuilder().setName(source)));
      }
    }
    return environment.build();
  }

  private static DiscoveryInfo discovery(AppSpec spec, List<AssignedPort> ports) {
    DiscoveryInfo.Builder discovery =
        DiscoveryInfo.newBuilder()
            .setVisibility(DiscoveryInfo.Visibility.FRAMEWORK)
            .setName(spec.id().taskName());
    discovery.getPortsBuilder();
    for (AssignedPort port : ports) {
      for (String protocol : port.protocols()) {
        if (port.mapping().isEmpty()) {
          discovery.getPortsBuilder().addPorts(discovered(port, protocol, Map.of()));
        } else if (port.hostPort().isPresent()) {
          Map<String, String> scope = Map.of("network-scope", "host");
          discovery.getPortsBuilder().addPorts(discovered(port, protocol, scope));
        } else {
          for (String network : networkNames(spec, port)) {
            Map<String, String> scope = new LinkedHashMap<>();
            scope.put("network-scope", "container");
            scope.put("network-name", network);
            discovery.getPortsBuilder().addPorts(discovered(port, protocol, scope));
          }
        }
      }
    }
    return discovery.build();
  }

  private static List<String> networkNames(AppSpec spec, AssignedPort port) {
    List<String> named = port.mapping().orElseThrow().networkNames();
    return named.isEmpty()
        ? spec.networks().stream().map(Network::name).flatMap(Optional::stream).toList()
        : named;
  }

  private static Port discovered(AssignedPort port, String protocol, Map<String, String> scope) {
    Port.Builder discovered = Port.newBuilder().setNumber(port.announced()).setProtocol(protocol);
    port.name().ifPresent(discovered::setName);
    Map<String, String> all = new LinkedHashMap<>(port.labels());
    all.putAll(scope);
    if (!all.isEmpty()) {
      discovered.setLabels(labels(all));
    }
    return discovered.build();
  }

  private static Labels labels(Map<String, String> labels) {
    Labels.Builder builder = Labels.newBuilder();
    labels.forEach(
        (key, value) -> builder.addLabels(Label.newBuilder().setKey(key).setValue(value)));
    return builder.build();
  }
}
