package io.entresol.marathon.core.app.format;

import io.entresol.marathon.core.app.AppSpec;
import io.entresol.marathon.core.app.Container;
import io.entresol.marathon.core.app.EnvValue;
import io.entresol.marathon.core.app.UnreachableStrategy;
import io.entresol.marathon.core.app.UpgradeStrategy;
import io.entresol.marathon.core.app.Volume;
import io.entresol.marathon.core.json.Problems;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Rules between the members of one app. Rules about ports and networks are {@link PortRules}. */
final class AppRules {
  private static final String UNRESERVED = "*";
  private static final String SINGLE_INSTANCE = "MARATHON_SINGLE_INSTANCE_APP";

  private final AppSpec app;
  private final FormatSettings settings;
  private final Problems problems;

  AppRules(AppSpec app, FormatSettings settings, Problems problems) {
    this.app = app;
    this.settings = settings;
    this.problems = problems;
  }

  void check() {
    checkCommand();
    app.container().ifPresent(this::checkContainer);
    new PortRules(app, problems).check();
    checkVolumes();
    checkUpgrades();
    checkRoles();
    checkSecrets();
    if (app.demand().gpus() > 0) {
      requireFeature("gpu_resources", "/gpus");
      if (isDocker()) {
        problems.value("/gpus", "GPU resources only work with the Mesos containerizer");
      }
    }
    if (app.dependencies().contains(app.id())) {
      problems.value("/dependencies", "an app cannot depend on itself");
    }
  }

  private boolean isDocker() {
    return app.container().map(Container::type).equals(Optional.of(Container.Type.DOCKER));
  }

  private void requireFeature(String feature, String path) {
    if (!settings.features().contains(feature)) {
      problems.value(
          path, "Feature " + feature + " is not enabled. Enable with --enable_features " + feature);
    }
  }

  private void checkCommand() {
    boolean cmd = app.cmd().isPresent();
    boolean args = !app.args().isEmpty();
    boolean image = app.container().flatMap(Container::docker).isPresent();
    if ((cmd && args) || (!cmd && !args && !image)) {
      problems.value(
          "/",
          "AppDefinition must either contain one of 'cmd' or 'args', and/or a 'container' with an"
              + " image.");
    }
  }

  private void checkContainer(Container container) {
    if (container.type() == Container.Type.MESOS) {
      return;
    }
    if (container.docker().isEmpty()) {
      problems.value("/container/docker", "not defined");
    }
    container
        .docker()
        .flatMap(Container.DockerImage::pullSecret)
        .ifPresent(
            secret ->
                problems.value(
                    "/container/docker/pullConfig",
                    "pullConfig is not supported with Docker containerizer"));
    container
        .linux()
        .ifPresent(
            linux ->
                problems.value(
                    "/container/linuxInfo", "linuxInfo is only supported with type MESOS"));
  }

  private void checkVolumes() {
    List<Volume> volumes = app.volumes();
    for (int i = 0; i < volumes.size(); i++) {
      String at = "/container/volumes(" + i + ")";
      if (volumes.get(i) instanceof Volume.Persistent persistent) {
        checkPersistent(persistent, at);
      } else if (volumes.get(i) instanceof Volume.External external) {
        checkExternal(external, at);
      } else if (volumes.get(i) instanceof Volume.Secret secret) {
        requireFeature("secrets", at);
        requireSecret(secret.secret(), at + "/secret");
      }
    }
    List<String> names =
        volumes.stream()
            .filter(Volume.External.class::isInstance)
            .map(volume -> ((Volume.External) volume).name())
            .toList();
    if (Set.copyOf(names).size() < names.size()) {
      problems.value("/container/volumes", "Volume names must be unique");
    }
  }

  private void checkPersistent(Volume.Persistent volume, String at) {
    if (volume.containerPath().contains("/")) {
      problems.value(at + "/containerPath", "value must not contain \"/\"");
    }
    if (volume.containerPath().equals(".") || volume.containerPath().equals("..")) {
      problems.value(at + "/containerPath", "must be the name of a directory");
    }
    if (volume.mode() != Volume.Mode.RW) {
      problems.value(at + "/mode", "must be RW");
    }
    if (volume.type().equals("root") && !volume.constraints().isEmpty()) {
      problems.value(at + "/persistent", "Constraints on root volumes are not supported");
    }
    if (volume.maxSizeMib().isPresent() && !volume.type().equals("mount")) {
      problems.value(at + "/persistent", "Only mount volumes can have maxSize");
    }
    if (volume.maxSizeMib().filter(max -> max < volume.sizeMib()).isPresent()) {
      problems.value(at + "/persistent", "maxSize must not be less than size");
    }
  }

  private void checkExternal(Volume.External volume, String at) {
    requireFeature("external_volumes", at);
    if (volume.name().isEmpty()) {
      problems.value(at + "/external/name", "must not be empty");
    }
    if (!volume.provider().equals("dvdi") && !volume.provider().equals("csi")) {
      problems.value(at + "/external/provider", "is not one of dvdi, csi");
    }
    if (!volume.shared() && app.instances() > 1) {
      problems.value("/instances", "must be at most 1 with an external volume that is not shared");
    }
    if (isDocker() && volume.sizeMib().isPresent()) {
      problems.value(at + "/external/size", "is only supported with type MESOS");
    }
  }

  private void checkUpgrades() {
    UpgradeStrategy strategy = app.upgradeStrategy();
    boolean single = "true".equals(app.labels().get(SINGLE_INSTANCE));
    if (single && app.instances() > 1) {
      problems.value("/instances", "Single instance app may only have one instance");
    }
    if (single && strategy.minimumHealthCapacity() != 0) {
      problems.value("/upgradeStrategy/minimumHealthCapacity", "must be 0 for a single instance");
    }
    if ((single || app.isResident() || hasExternal()) && strategy.maximumOverCapacity() != 0) {
      problems.value(
          "/upgradeStrategy/maximumOverCapacity",
          "must be 0 for a single instance and for apps with volumes");
    }
    if (hasExternal() && strategy.minimumHealthCapacity() > 0.5) {
      problems.value(
          "/upgradeStrategy/minimumHealthCapacity", "must be at most 0.5 with external volumes");
    }
    boolean disabled = app.unreachableStrategy() instanceof UnreachableStrategy.Disabled;
    if (app.isResident() && !disabled) {
      problems.value(
          "/unreachableStrategy", "unreachableStrategy must be disabled for resident tasks");
    }
    if (app.residency().isPresent() && !app.isResident()) {
      problems.value("/residency", "an app without persistent volumes cannot be resident");
    }
  }

  private boolean hasExternal() {
    return app.volumes().stream().anyMatch(Volume.External.class::isInstance);
  }

  private void checkRoles() {
    String role = app.role().orElse(settings.role());
    List<String> segments = app.id().segments();
    boolean ofGroup = segments.size() > 1 && role.equals(segments.get(0));
    if (!role.equals(settings.role()) && !ofGroup) {
      problems.value(
          "/role", "is neither Marathon's role (" + settings.role() + ") nor the top-level group");
    }
    for (String accepted : app.acceptedResourceRoles()) {
      if (!accepted.equals(UNRESERVED) && !accepted.equals(role)) {
        problems.value(
            "/acceptedResourceRoles",
            "'" + accepted + "' is neither * nor the app's role '" + role + "'");
      }
    }
    if (app.isResident()
        && !app.acceptedResourceRoles().isEmpty()
        && !app.acceptedResourceRoles().equals(Set.of(UNRESERVED))) {
      problems.value(
          "/acceptedResourceRoles", "A resident app must have acceptedResourceRoles = [\"*\"]");
    }
  }

  private void checkSecrets() {
    if (!app.secrets().isEmpty()) {
      requireFeature("secrets", "/secrets");
    }
    for (Map.Entry<String, EnvValue> variable : app.env().entrySet()) {
      if (variable.getValue() instanceof EnvValue.SecretRef ref) {
        requireFeature("secrets", "/env/" + variable.getKey());
        requireSecret(ref.secret(), "/env/" + variable.getKey());
      }
    }
    app.container()
        .flatMap(Container::docker)
        .flatMap(Container.DockerImage::pullSecret)
        .ifPresent(secret -> requireSecret(secret, "/container/docker/pullConfig/secret"));
  }

  private void requireSecret(String name, String path) {
    if (!app.secrets().containsKey(name)) {
      problems.value(path, "'" + name + "' is not among the app's secrets");
    }
  }
}
