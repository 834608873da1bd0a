package io.entresol.agent.container.mesos;

import io.entresol.agent.container.ContainerLabels;
import io.entresol.agent.container.ContainerSpec;
import io.entresol.agent.container.LaunchEnvironment;
import io.entresol.agent.container.LaunchFailedException;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Starts the process of a container under its supervisor. Everything here blocks. */
final class ProcessLauncher {
  private static final Logger LOG = LoggerFactory.getLogger(ProcessLauncher.class);
  private static final String DEFAULT_PATH =
      "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

  private final RunDirectory directory;
  private final Optional<ControlGroups> groups;
  private final boolean hardCpuLimit;
  private final String bootId;
  private final Path setsid;

  /** A container whose process has started. */
  record Started(StartRecord processes, Optional<ControlGroup> group) {}

  private ProcessLauncher(
      RunDirectory directory,
      Optional<ControlGroups> groups,
      boolean hardCpuLimit,
      String bootId,
      Path setsid) {
    this.directory = directory;
    this.groups = groups;
    this.hardCpuLimit = hardCpuLimit;
    this.bootId = bootId;
    this.setsid = setsid;
  }

  /**
   * @throws IOException if this machine cannot run containers as processes
   */
  static ProcessLauncher open(ProcessOptions options) throws IOException {
    Path setsid =
        program("setsid").orElseThrow(() -> new IOException("there is no program 'setsid'"));
    return new ProcessLauncher(
        RunDirectory.open(Files.createDirectories(options.runDirectory())),
        options.isolate() ? openGroups(options) : Optional.empty(),
        options.hardCpuLimit(),
        Files.readString(Path.of("/proc/sys/kernel/random/boot_id")).trim(),
        setsid);
  }

  private static Optional<ControlGroups> openGroups(ProcessOptions options) {
    try {
      return Optional.of(ControlGroups.open(options.cgroupsHierarchy(), options.cgroupsRoot()));
    } catch (IOException refused) {
      LOG.info(
          "Command tasks run without resource limits, since control groups cannot be used: {}",
          refused.toString());
      return Optional.empty();
    }
  }

  RunDirectory directory() {
    return directory;
  }

  Optional<ControlGroups> groups() {
    return groups;
  }

  /** Whether a record is from this run of the machine. */
  boolean isCurrent(LaunchRecord launch) {
    return launch.bootId().equals(bootId);
  }

  /** Runs the command; returns once its process exists. */
  Started start(ContainerSpec spec) {
    try {
      Map<String, String> environment = environment(spec);
      List<String> command = command(spec, environment);
      Optional<ControlGroup> group = createGroup(spec);
      try {
        directory.write(
            new LaunchRecord(
                spec.id(), spec.agentId(), bootId, spec.sandbox(), ContainerLabels.of(spec)));
        return new Started(run(spec, environment, command, group), group);
      } catch (IOException | RuntimeException failed) {
        group.ifPresent(ControlGroup::kill);
        directory.delete(spec.id());
        throw failed;
      }
    } catch (IOException | IllegalArgumentException failed) {
      throw new LaunchFailedException(
          LaunchFailedException.Kind.START,
          "Failed to start the command: " + failed.getMessage(),
          failed);
    }
  }

  /** Also gives the sandbox to the user who runs the command. */
  private List<String> command(ContainerSpec spec, Map<String, String> environment)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(setsid.toString());
    Optional<UserAccount> user =
        spec.user().isPresent() ? UserAccount.resolve(spec.user().get()) : Optional.empty();
    if (user.isPresent()) {
      touch(spec.sandbox().resolve("stdout"));
      touch(spec.sandbox().resolve("stderr"));
      user.get().own(spec.sandbox());
      command.addAll(user.get().prefix(program("setpriv").orElseThrow(ProcessLauncher::noSetpriv)));
    }
    command.addAll(CommandLine.keeping(environment));
    command.addAll(CommandLine.of(spec.command()));
    return command;
  }

  private static LaunchFailedException noSetpriv() {
    return new LaunchFailedException(
        LaunchFailedException.Kind.USER, "Another user needs the program 'setpriv'");
  }

  private Optional<ControlGroup> createGroup(ContainerSpec spec) throws IOException {
    if (groups.isEmpty()) {
      return Optional.empty();
    }
    var limits =
        new ControlGroups.Limits(
            spec.resources().scalarMilli("cpus"),
            spec.resources().scalarMilli("mem"),
            hardCpuLimit);
    return Optional.of(groups.get().create(spec.id(), limits));
  }

  private StartRecord run(
      ContainerSpec spec,
      Map<String, String> environment,
      List<String> command,
      Optional<ControlGroup> group)
      throws IOException {
    String doors =
        group.stream()
            .flatMap(member -> member.doors().stream())
            .map(Path::toString)
            .collect(Collectors.joining(" "));
    List<String> words =
        new ArrayList<>(
            List.of(
                setsid.toString(),
                "/bin/sh",
                directory.script().toString(),
                directory.startedFile(spec.id()).toString(),
                directory.endedFile(spec.id()).toString(),
                doors));
    words.addAll(command);
    ProcessBuilder builder =
        new ProcessBuilder(words)
            .directory(spec.sandbox().toFile())
            .redirectInput(new File("/dev/null"))
            .redirectError(
                ProcessBuilder.Redirect.appendTo(spec.sandbox().resolve("stderr").toFile()));
    builder.environment().clear();
    builder.environment().putAll(environment);
    Process process = builder.start();
    String answer = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return StartRecord.parse(answer)
        .orElseThrow(
            () -> new IOException("it could not be supervised; the sandbox's stderr says why"));
  }

  private static Map<String, String> environment(ContainerSpec spec) {
    Map<String, String> environment = new LinkedHashMap<>();
    environment.put("PATH", DEFAULT_PATH);
    environment.putAll(LaunchEnvironment.of(spec, spec.sandbox().toString()));
    return environment;
  }

  private static void touch(Path file) throws IOException {
    if (Files.notExists(file)) {
      Files.createFile(file);
    }
  }

  /** Where a program of the system is; empty if it is not there. */
  static Optional<Path> program(String name) {
    return Stream.of(DEFAULT_PATH.split(":"))
        .map(directory -> Path.of(directory, name))
        .filter(Files::isExecutable)
        .findFirst();
  }
}
