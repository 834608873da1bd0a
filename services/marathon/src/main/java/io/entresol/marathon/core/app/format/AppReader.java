package io.entresol.marathon.core.app.format;

import com.fasterxml.jackson.databind.JsonNode;
import io.entresol.marathon.core.app.AppId;
import io.entresol.marathon.core.app.AppSpec;
import io.entresol.marathon.core.app.AppSpecBuilder;
import io.entresol.marathon.core.app.Demand;
import io.entresol.marathon.core.app.EnvValue;
import io.entresol.marathon.core.app.FetchUri;
import io.entresol.marathon.core.app.KillSelection;
import io.entresol.marathon.core.app.Network;
import io.entresol.marathon.core.app.Residency;
import io.entresol.marathon.core.app.UnreachableStrategy;
import io.entresol.marathon.core.app.UpgradeStrategy;
import io.entresol.marathon.core.app.VersionInfo;
import io.entresol.marathon.core.app.Volume;
import io.entresol.marathon.core.json.Members;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Reads an app out of its canonical form and checks each member by itself. Rules between members
 * are {@link AppRules}.
 */
final class AppReader {
  private static final double MAX_AMOUNT = 1e9;
  private static final int MAX_URI_LENGTH = 1024;
  private static final Pattern EXECUTOR = Pattern.compile("(//cmd)|(/?[^/]+(/[^/]+)*)|");

  private AppReader() {}

  static AppSpec read(Members app) {
    AppSpecBuilder spec = new AppSpecBuilder(id(app));
    readCommand(app, spec);
    readNeeds(app, spec);
    readNetworking(app, spec);
    readChecks(app, spec);
    readPolicies(app, spec);
    readSecrets(app, spec);
    Instant version = app.instant("version").orElse(Instant.EPOCH);
    Optional<Members> info = app.object("versionInfo");
    return spec.labels(app.textMap("labels"))
        .tty(app.flag("tty"))
        .version(version)
        .versionInfo(
            new VersionInfo(
                info.flatMap(members -> members.instant("lastScalingAt")).orElse(version),
                info.flatMap(members -> members.instant("lastConfigChangeAt")).orElse(version)))
        .build();
  }

  private static AppId id(Members app) {
    String text = app.required("id");
    if (app.has("id") && app.node().get("id").isTextual()) {
      AppIds.appProblem(text).ifPresent(message -> app.problems().value(app.path("id"), message));
    }
    return AppId.of(text);
  }

  private static void readCommand(Members app, AppSpecBuilder spec) {
    Optional<String> cmd = app.text("cmd");
    if (cmd.isPresent() && cmd.get().isEmpty()) {
      app.problems().value(app.path("cmd"), "must not be an empty string");
    }
    spec.cmd(cmd).args(app.texts("args")).user(app.text("user"));
    spec.env(app.map("env", (value, at) -> readEnv(value, at, app)));
    app.object("env")
        .filter(env -> env.has(""))
        .ifPresent(env -> app.problems().value(app.path("env"), "a variable must have a name"));
    String executor = app.text("executor").orElse("");
    if (!EXECUTOR.matcher(executor).matches()) {
      app.problems()
          .value(app.path("executor"), "must be empty, //cmd, or a path without empty segments");
    }
    spec.executor(executor);
    spec.fetch(app.objects("fetch", AppReader::readFetch));
  }

  private static Optional<EnvValue> readEnv(JsonNode value, String at, Members app) {
    if (value.isTextual()) {
      return Optional.of(new EnvValue.Text(value.textValue()));
    }
    if (value.isObject()) {
      return Optional.of(
          new EnvValue.SecretRef(Members.of(value, at, app.problems()).required("secret")));
    }
    app.problems().shape(at, "error.expected.jsstring");
    return Optional.empty();
  }

  private static FetchUri readFetch(Members fetch) {
    String uri = fetch.required("uri");
    if (!isUri(uri)) {
      fetch.problems().value(fetch.path("uri"), "URI has invalid syntax.");
    }
    return new FetchUri(
        uri,
        fetch.flag("extract").orElse(true),
        fetch.flag("executable").orElse(false),
        fetch.flag("cache").orElse(false),
        fetch.text("destPath").or(() -> fetch.text("outputFile")));
  }

  private static boolean isUri(String text) {
    if (text.length() > MAX_URI_LENGTH) {
      return false;
    }
    try {
      new URI(text);
      return true;
    } catch (URISyntaxException e) {
      return false;
    }
  }

  private static void readNeeds(Members app, AppSpecBuilder spec) {
    spec.instances(app.within("instances", 0, Integer.MAX_VALUE).orElse(1));
    spec.demand(
        new Demand(
            app.between("cpus", 0, MAX_AMOUNT).orElse(Demand.DEFAULT.cpus()),
            app.between("mem", 0, MAX_AMOUNT).orElse(Demand.DEFAULT.mem()),
            app.between("disk", 0, MAX_AMOUNT).orElse(Demand.DEFAULT.disk()),
            app.within("gpus", 0, Integer.MAX_VALUE).orElse(Demand.DEFAULT.gpus())));
    spec.constraints(
        app.elements("constraints", (node, at) -> ConstraintJson.read(node, at, app.problems())));
  }

  private static void readNetworking(Members app, AppSpecBuilder spec) {
    List<Network> networks = app.objects("networks", NetworkJson::readNetwork);
    spec.networks(networks.isEmpty() ? List.of(Network.HOST) : networks);
    spec.container(app.object("container").map(ContainerJson::read));
    spec.portDefinitions(app.objects("portDefinitions", NetworkJson::readDefinition));
    spec.requirePorts(app.flag("requirePorts").orElse(false));
  }

  private static void readChecks(Members app, AppSpecBuilder spec) {
    spec.healthChecks(app.objects("healthChecks", CheckJson::readHealthCheck));
    spec.check(app.object("check").map(CheckJson::readCheck));
    spec.readinessChecks(app.objects("readinessChecks", CheckJson::readReadiness));
  }

  private static void readPolicies(Members app, AppSpecBuilder spec) {
    AppSpec soFar = spec.build();
    boolean resident = soFar.isResident();
    boolean external = soFar.volumes().stream().anyMatch(Volume.External.class::isInstance);
    spec.backoff(StrategyJson.readBackoff(app));
    spec.upgradeStrategy(
        StrategyJson.readUpgrade(app)
            .orElse(
                resident || external ? UpgradeStrategy.RESIDENT_DEFAULT : UpgradeStrategy.DEFAULT));
    spec.unreachableStrategy(
        StrategyJson.readUnreachable(app)
            .orElse(resident ? new UnreachableStrategy.Disabled() : UnreachableStrategy.DEFAULT));
    spec.residency(
        StrategyJson.readResidency(app)
            .or(() -> resident ? Optional.of(Residency.DEFAULT) : Optional.empty()));
    spec.killSelection(
        app.oneOf("killSelection", KillSelection.values(), KillSelection::name)
            .orElse(KillSelection.YOUNGEST_FIRST));
    spec.taskKillGracePeriod(app.seconds("taskKillGracePeriodSeconds"));
    List<String> roles = app.texts("acceptedResourceRoles");
    if (app.node().path("acceptedResourceRoles").isArray() && roles.isEmpty()) {
      app.problems().value(app.path("acceptedResourceRoles"), "must not be empty");
    }
    spec.acceptedResourceRoles(roles).role(app.text("role"));
    AppId group = soFar.id().parent();
    spec.dependencies(
        app.elements("dependencies", (node, at) -> readDependency(node, at, group, app)));
  }

  private static Optional<AppId> readDependency(
      JsonNode node, String at, AppId group, Members app) {
    if (!node.isTextual()) {
      app.problems().shape(at, "error.expected.jsstring");
      return Optional.empty();
    }
    AppIds.problem(node.textValue()).ifPresent(message -> app.problems().value(at, message));
    return Optional.of(group.resolve(node.textValue()));
  }

  private static void readSecrets(Members app, AppSpecBuilder spec) {
    Map<String, String> secrets =
        app.map(
            "secrets",
            (value, at) -> Optional.of(Members.of(value, at, app.problems()).required("source")));
    spec.secrets(secrets);
  }
}
