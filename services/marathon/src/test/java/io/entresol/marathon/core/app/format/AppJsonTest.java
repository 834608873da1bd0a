package io.entresol.marathon.core.app.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.entresol.marathon.core.app.AppId;
import io.entresol.marathon.core.app.AppSpec;
import io.entresol.marathon.core.app.AppSpecBuilder;
import io.entresol.marathon.core.app.Backoff;
import io.entresol.marathon.core.app.Check;
import io.entresol.marathon.core.app.Constraint;
import io.entresol.marathon.core.app.Container;
import io.entresol.marathon.core.app.Demand;
import io.entresol.marathon.core.app.EnvValue;
import io.entresol.marathon.core.app.FetchUri;
import io.entresol.marathon.core.app.HealthCheck;
import io.entresol.marathon.core.app.KillSelection;
import io.entresol.marathon.core.app.Network;
import io.entresol.marathon.core.app.PortDefinition;
import io.entresol.marathon.core.app.PortMapping;
import io.entresol.marathon.core.app.ReadinessCheck;
import io.entresol.marathon.core.app.UnreachableStrategy;
import io.entresol.marathon.core.app.UpgradeStrategy;
import io.entresol.marathon.core.app.VersionInfo;
import io.entresol.marathon.core.app.Volume;
import io.entresol.marathon.core.json.Problems;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class AppJsonTest {
  private static final AppForms FORMS =
      new AppForms(
          new FormatSettings(
              Optional.empty(),
              "mesos-bridge",
              Set.of("secrets", "external_volumes", "gpu_resources"),
              "*"));

  @Property(tries = 100)
  void whatWasStoredIsRestored(@ForAll("apps") AppSpec app) {
    assertThat(AppJson.restore(AppJson.store(app))).isEqualTo(app);
  }

  @Property(tries = 100)
  void anAnswerSentBackIsNoChange(@ForAll("apps") AppSpec app) {
    ObjectNode answer = new AppAnswer(FormatSettings.DEFAULT).json(app);
    Problems problems = new Problems();
    AppSpec updated = FORMS.update(app, answer, problems);
    AppSpec replaced = FORMS.read(answer, AppId.ROOT, Optional.of(app), problems);

    assertThat(problems.list()).isEmpty();
    assertThat(AppSpec.isConfigChange(app, updated)).isFalse();
    assertThat(AppSpec.isConfigChange(app, replaced)).isFalse();
    assertThat(replaced.instances()).isEqualTo(app.instances());
  }

  @Test
  void aDamagedRecordIsNoApp() {
    assertThatThrownBy(() -> AppJson.restore("{}".getBytes(StandardCharsets.UTF_8)))
        .isInstanceOf(IllegalStateException.class);
  }

  @Provide
  Arbitrary<AppSpec> apps() {
    return Combinators.combine(basics(), networking(), checks(), policies())
        .as(
            (basic, network, check, policy) -> {
              AppSpecBuilder builder = basic.toBuilder();
              network.accept(builder);
              check.accept(builder);
              policy.accept(builder);
              return builder.build();
            });
  }

  private interface Part extends Consumer<AppSpecBuilder> {}

  private static Arbitrary<String> words() {
    return Arbitraries.strings().withCharRange('a', 'z').ofMinLength(1).ofMaxLength(8);
  }

  private static Arbitrary<Duration> durations() {
    return Arbitraries.longs().between(1, 1_000_000).map(Duration::ofMillis);
  }

  private static Arbitrary<Instant> instants() {
    return Arbitraries.longs().between(0, 2_000_000_000_000L).map(Instant::ofEpochMilli);
  }

  private static Arbitrary<Map<String, String>> texts() {
    return Arbitraries.maps(words(), Arbitraries.strings().ofMaxLength(10)).ofMaxSize(3);
  }

  private static Arbitrary<AppSpec> basics() {
    Arbitrary<Demand> demands =
        Combinators.combine(
                Arbitraries.doubles().between(0, 64).ofScale(3),
                Arbitraries.doubles().between(0, 9999).ofScale(2),
                Arbitraries.integers().between(0, 9999))
            .as((cpus, mem, disk) -> new Demand(cpus, mem, disk, 0));
    return Combinators.combine(
            words().list().ofMinSize(1).ofMaxSize(3),
            Arbitraries.strings().ofMinLength(1).ofMaxLength(30),
            Arbitraries.integers().between(0, 1000),
            demands,
            texts(),
            instants(),
            instants())
        .as(
            (path, cmd, instances, demand, env, version, config) -> {
              AppSpecBuilder app = new AppSpecBuilder(AppId.of("/x" + String.join("/x", path)));
              app.cmd(Optional.of(cmd)).instances(instances).demand(demand).labels(env);
              env.forEach((name, value) -> app.env(Map.of(name, new EnvValue.Text(value))));
              return app.version(version).versionInfo(new VersionInfo(version, config)).build();
            });
  }

  private static Arbitrary<Part> networking() {
    Arbitrary<Part> host =
        Combinators.combine(
                Arbitraries.integers().between(0, 65535).list().uniqueElements().ofMaxSize(4),
                texts(),
                Arbitraries.of(true, false))
            .as(
                (ports, labels, required) ->
                    app ->
                        app.requirePorts(required)
                            .portDefinitions(
                                ports.stream()
                                    .map(
                                        port ->
                                            new PortDefinition(
                                                port, "udp,tcp", Optional.of("p" + port), labels))
                                    .toList()));
    Arbitrary<List<PortMapping>> mappings =
        Combinators.combine(
                Arbitraries.integers().between(0, 65535),
                Arbitraries.integers().between(0, 65535),
                texts())
            .as(
                (container, service, labels) ->
                    new PortMapping(
                        container,
                        Optional.of(0),
                        service,
                        "tcp",
                        Optional.empty(),
                        labels,
                        List.of()))
            .list()
            .ofMaxSize(3);
    Arbitrary<Part> other =
        Combinators.combine(
                mappings, Arbitraries.of(Network.Mode.BRIDGE, Network.Mode.CONTAINER), texts())
            .as(
                (ports, mode, labels) ->
                    app ->
                        app.networks(
                                List.of(
                                    new Network(
                                        mode,
                                        mode == Network.Mode.CONTAINER
                                            ? Optional.of("net")
                                            : Optional.empty(),
                                        labels)))
                            .container(Optional.of(container(ports))));
    return Arbitraries.oneOf(host, other);
  }

  private static Container container(List<PortMapping> ports) {
    return new Container(
        Container.Type.DOCKER,
        Optional.of(
            new Container.DockerImage(
                "image:1",
                true,
                true,
                List.of(new Container.Parameter("k", "v")),
                Optional.empty())),
        List.of(new Volume.Host("/c", "/h", Volume.Mode.RO)),
        ports,
        Optional.empty());
  }

  private static Arbitrary<Part> checks() {
    Arbitrary<HealthCheck> health =
        Combinators.combine(durations(), durations(), Arbitraries.integers().between(0, 9), words())
            .as(
                (grace, interval, failures, command) ->
                    new HealthCheck(
                        HealthCheck.Protocol.COMMAND,
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.of(new HealthCheck.Command(Optional.of(command), List.of())),
                        grace,
                        interval,
                        interval,
                        grace,
                        failures,
                        false,
                        "IPv4"));
    return health
        .list()
        .ofMaxSize(2)
        .map(
            list ->
                app ->
                    app.healthChecks(list)
                        .check(
                            list.isEmpty()
                                ? Optional.empty()
                                : Optional.of(
                                    new Check(
                                        new Check.Probe.Http(
                                            Optional.of(0),
                                            Optional.empty(),
                                            Optional.of("/x"),
                                            "HTTPS"),
                                        list.get(0).interval(),
                                        list.get(0).timeout(),
                                        list.get(0).delay()))));
  }

  private static Arbitrary<Part> policies() {
    return Combinators.combine(
            durations(),
            Arbitraries.doubles().between(1, 5).ofScale(3),
            Arbitraries.doubles().between(0, 1).ofScale(2),
            Arbitraries.of(KillSelection.values()),
            Arbitraries.of(true, false),
            words())
        .as(
            (duration, factor, fraction, kill, disabled, word) ->
                app ->
                    app.backoff(new Backoff(duration, factor, duration.multipliedBy(3)))
                        .upgradeStrategy(new UpgradeStrategy(fraction, 1 - fraction))
                        .unreachableStrategy(
                            disabled
                                ? new UnreachableStrategy.Disabled()
                                : new UnreachableStrategy.Replace(
                                    duration, duration.plus(duration)))
                        .killSelection(kill)
                        .taskKillGracePeriod(disabled ? Optional.of(duration) : Optional.empty())
                        .acceptedResourceRoles(disabled ? Set.of("*") : Set.of())
                        .constraints(
                            List.of(
                                new Constraint(
                                    word, Constraint.Operator.LIKE, Optional.of(word + ".*"))))
                        .dependencies(List.of(AppId.of("/other/" + word)))
                        .fetch(
                            List.of(
                                new FetchUri(
                                    "http://" + word, disabled, true, false, Optional.of(word))))
                        .user(Optional.of(word))
                        .tty(disabled ? Optional.of(true) : Optional.empty()));
  }

  @Test
  void readinessSurvivesStorage() {
    AppSpec app =
        new AppSpecBuilder(AppId.of("/a"))
            .cmd(Optional.of("x"))
            .readinessChecks(
                List.of(
                    new ReadinessCheck(
                        "r",
                        "HTTPS",
                        "/p",
                        "http",
                        Duration.ofSeconds(5),
                        Duration.ofSeconds(2),
                        Set.of(200, 204),
                        true)))
            .build();

    assertThat(AppJson.restore(AppJson.store(app))).isEqualTo(app);
  }
}
