package io.entresol.marathon.core.app.format;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.entresol.marathon.core.app.Check;
import io.entresol.marathon.core.app.Check.Probe;
import io.entresol.marathon.core.app.HealthCheck;
import io.entresol.marathon.core.app.HealthCheck.Command;
import io.entresol.marathon.core.app.HealthCheck.Protocol;
import io.entresol.marathon.core.app.ReadinessCheck;
import io.entresol.marathon.core.json.JsonText;
import io.entresol.marathon.core.json.Members;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Health checks, checks and readiness checks. */
public final class CheckJson {
  private static final String[] IP_PROTOCOLS = {"IPv4", "IPv6"};
  private static final String[] SCHEMES = {"HTTP", "HTTPS"};
  private static final Duration INTERVAL = Duration.ofSeconds(60);
  private static final Duration TIMEOUT = Duration.ofSeconds(20);
  private static final Duration DELAY = Duration.ofSeconds(15);

  private CheckJson() {}

  /** A health check as clients see it, in answers and events. */
  public static ObjectNode write(HealthCheck check) {
    ObjectNode node = JsonText.object();
    node.put("protocol", check.protocol().name());
    check.path().ifPresent(path -> node.put("path", path));
    check.portIndex().ifPresent(index -> node.put("portIndex", index));
    check.port().ifPresent(port -> node.put("port", port));
    check.command().ifPresent(command -> node.set("command", write(command, "value")));
    JsonText.putSeconds(node, "gracePeriodSeconds", check.gracePeriod());
    JsonText.putSeconds(node, "intervalSeconds", check.interval());
    JsonText.putSeconds(node, "timeoutSeconds", check.timeout());
    JsonText.putSeconds(node, "delaySeconds", check.delay());
    node.put("maxConsecutiveFailures", check.maxConsecutiveFailures());
    node.put("ignoreHttp1xx", check.ignoreHttp1xx());
    node.put("ipProtocol", check.ipProtocol());
    return node;
  }

  static HealthCheck readHealthCheck(Members members) {
    Protocol protocol =
        members.oneOf("protocol", Protocol.values(), Protocol::name).orElse(Protocol.HTTP);
    Optional<Integer> port = members.within("port", 1, NetworkJson.MAX_PORT);
    Optional<Integer> index = members.within("portIndex", 0, NetworkJson.MAX_PORT);
    if (port.isPresent() && index.isPresent()) {
      members.problems().value(members.path("port"), "must not be given together with portIndex");
    }
    boolean needsPort = protocol != Protocol.COMMAND && !members.has("port");
    Optional<Command> command = members.object("command").map(CheckJson::readCommand);
    if (protocol == Protocol.COMMAND && command.isEmpty()) {
      members.problems().value(members.path("command"), "must be given for COMMAND");
    }
    return new HealthCheck(
        protocol,
        members.text("path").or(() -> protocol.isHttp() ? Optional.of("/") : Optional.empty()),
        index.or(() -> needsPort ? Optional.of(0) : Optional.empty()),
        port,
        command,
        members.seconds("gracePeriodSeconds").orElse(Duration.ofMinutes(5)),
        members.seconds("intervalSeconds").orElse(INTERVAL),
        members.seconds("timeoutSeconds").orElse(TIMEOUT),
        members.seconds("delaySeconds").orElse(DELAY),
        members.within("maxConsecutiveFailures", 0, Integer.MAX_VALUE).orElse(3),
        members.flag("ignoreHttp1xx").orElse(false),
        members.oneOf("ipProtocol", IP_PROTOCOLS, word -> word).orElse("IPv4"));
  }

  private static ObjectNode write(Command command, String shellName) {
    ObjectNode node = JsonText.object();
    command.shell().ifPresent(shell -> node.put(shellName, shell));
    if (command.shell().isEmpty()) {
      ArrayNode argv = node.putArray("argv");
      command.argv().forEach(argv::add);
    }
    return node;
  }

  private static Command readCommand(Members members) {
    Optional<String> shell = members.text("value").or(() -> members.text("shell"));
    List<String> argv = members.texts("argv");
    if (shell.isPresent() == !argv.isEmpty()) {
      members.problems().value(members.path("value"), "give either a command or argv");
    }
    return new Command(shell, shell.isPresent() ? List.of() : argv);
  }

  static ObjectNode write(Check check) {
    ObjectNode node = JsonText.object();
    if (check.probe() instanceof Probe.Http http) {
      ObjectNode inner = node.putObject("http");
      http.portIndex().ifPresent(index -> inner.put("portIndex", index));
      http.port().ifPresent(port -> inner.put("port", port));
      http.path().ifPresent(path -> inner.put("path", path));
      inner.put("scheme", http.scheme());
    } else if (check.probe() instanceof Probe.Tcp tcp) {
      ObjectNode inner = node.putObject("tcp");
      tcp.portIndex().ifPresent(index -> inner.put("portIndex", index));
      tcp.port().ifPresent(port -> inner.put("port", port));
    } else if (check.probe() instanceof Probe.Exec exec) {
      node.putObject("exec").set("command", write(exec.command(), "shell"));
    }
    JsonText.putSeconds(node, "intervalSeconds", check.interval());
    JsonText.putSeconds(node, "timeoutSeconds", check.timeout());
    JsonText.putSeconds(node, "delaySeconds", check.delay());
    return node;
  }

  static Check readCheck(Members members) {
    int kinds = 0;
    for (String kind : List.of("http", "tcp", "exec")) {
      kinds += members.has(kind) ? 1 : 0;
    }
    if (kinds != 1) {
      members
          .problems()
          .value(members.path("http"), "a check has exactly one of http, tcp and exec");
    }
    return new Check(
        readProbe(members),
        members.seconds("intervalSeconds").orElse(INTERVAL),
        members.seconds("timeoutSeconds").orElse(TIMEOUT),
        members.seconds("delaySeconds").orElse(DELAY));
  }

  private static Probe readProbe(Members members) {
    Optional<Probe> http =
        members
            .object("http")
            .map(
                inner ->
                    new Probe.Http(
                        inner.within("portIndex", 0, NetworkJson.MAX_PORT),
                        inner.within("port", 1, NetworkJson.MAX_PORT),
                        inner.text("path"),
                        inner.oneOf("scheme", SCHEMES, word -> word).orElse("HTTP")));
    Optional<Probe> exec =
        members
            .object("exec")
            .map(
                inner ->
                    new Probe.Exec(
                        inner
                            .object("command")
                            .map(CheckJson::readCommand)
                            .orElse(new Command(Optional.empty(), List.of()))));
    Optional<Members> tcp = members.object("tcp");
    return http.or(() -> exec)
        .orElse(
            new Probe.Tcp(
                tcp.flatMap(inner -> inner.within("portIndex", 0, NetworkJson.MAX_PORT)),
                tcp.flatMap(inner -> inner.within("port", 1, NetworkJson.MAX_PORT))));
  }

  static ObjectNode write(ReadinessCheck check) {
    ObjectNode node = JsonText.object();
    node.put("name", check.name());
    node.put("protocol", check.protocol());
    node.put("path", check.path());
    node.put("portName", check.portName());
    JsonText.putSeconds(node, "intervalSeconds", check.interval());
    JsonText.putSeconds(node, "timeoutSeconds", check.timeout());
    ArrayNode statuses = node.putArray("httpStatusCodesForReady");
    check.readyStatuses().forEach(statuses::add);
    node.put("preserveLastResponse", check.preserveLastResponse());
    return node;
  }

  static ReadinessCheck readReadiness(Members members) {
    Set<Integer> statuses =
        new LinkedHashSet<>(members.integers("httpStatusCodesForReady", 100, 999));
    return new ReadinessCheck(
        members.text("name").orElse("readinessCheck"),
        members.oneOf("protocol", SCHEMES, word -> word).orElse("HTTP"),
        members.text("path").orElse("/"),
        members.text("portName").orElse("http-api"),
        members.seconds("intervalSeconds").orElse(Duration.ofSeconds(30)),
        members.seconds("timeoutSeconds").orElse(Duration.ofSeconds(10)),
        statuses.isEmpty() ? Set.of(200) : statuses,
        members.flag("preserveLastResponse").orElse(false));
  }
}
