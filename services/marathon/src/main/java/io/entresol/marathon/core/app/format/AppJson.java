package io.entresol.marathon.core.app.format;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.entresol.marathon.core.app.AppSpec;
import io.entresol.marathon.core.app.EnvValue;
import io.entresol.marathon.core.app.FetchUri;
import io.entresol.marathon.core.json.JsonText;
import io.entresol.marathon.core.json.Members;
import io.entresol.marathon.core.json.Problems;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * An app in its canonical JSON form: what answers are made from, and what is stored. What is read
 * back equals what was written.
 */
public final class AppJson {
  private AppJson() {}

  /** The record of one version. */
  public static byte[] store(AppSpec spec) {
    return JsonText.bytes(write(spec));
  }

  /**
   * What a record holds.
   *
   * @throws IllegalStateException if the record is none of ours, which is damage to the store
   */
  public static AppSpec restore(byte[] record) {
    try {
      JsonNode node = JsonText.parse(record);
      Problems problems = new Problems();
      AppSpec spec = AppReader.read(Members.of(node, "", problems));
      if (!problems.isEmpty()) {
        throw new IllegalStateException("An app's record is damaged: " + problems.list());
      }
      return spec;
    } catch (IOException e) {
      throw new UncheckedIOException("An app's record is no JSON", e);
    }
  }

  /** All of an app; what is absent is left out. */
  public static ObjectNode write(AppSpec spec) {
    ObjectNode node = JsonText.object();
    node.put("id", spec.id().path());
    writeCommand(spec, node);
    node.put("instances", spec.instances());
    JsonText.putNumber(node, "cpus", spec.demand().cpus());
    JsonText.putNumber(node, "mem", spec.demand().mem());
    JsonText.putNumber(node, "disk", spec.demand().disk());
    node.put("gpus", spec.demand().gpus());
    node.put("executor", spec.executor());
    putAll(node, "constraints", spec.constraints(), ConstraintJson::write);
    putAll(node, "fetch", spec.fetch(), AppJson::write);
    spec.container()
        .ifPresent(
            container ->
                node.set("container", ContainerJson.write(container, !spec.isHostNetworked())));
    putAll(node, "networks", spec.networks(), NetworkJson::write);
    if (spec.isHostNetworked()) {
      putAll(node, "portDefinitions", spec.portDefinitions(), NetworkJson::write);
    }
    node.put("requirePorts", spec.requirePorts());
    writeChecks(spec, node);
    writePolicies(spec, node);
    NetworkJson.putTexts(node, "labels", spec.labels());
    spec.tty().ifPresent(tty -> node.put("tty", tty));
    node.put("version", JsonText.instant(spec.version()));
    node.putObject("versionInfo")
        .put("lastScalingAt", JsonText.instant(spec.versionInfo().lastScalingAt()))
        .put("lastConfigChangeAt", JsonText.instant(spec.versionInfo().lastConfigChangeAt()));
    return node;
  }

  private static void writeCommand(AppSpec spec, ObjectNode node) {
    spec.cmd().ifPresent(cmd -> node.put("cmd", cmd));
    if (!spec.args().isEmpty()) {
      putTexts(node, "args", spec.args());
    }
    spec.user().ifPresent(user -> node.put("user", user));
    ObjectNode env = node.putObject("env");
    for (Map.Entry<String, EnvValue> entry : spec.env().entrySet()) {
      if (entry.getValue() instanceof EnvValue.Text text) {
        env.put(entry.getKey(), text.value());
      } else if (entry.getValue() instanceof EnvValue.SecretRef ref) {
        env.putObject(entry.getKey()).put("secret", ref.secret());
      }
    }
  }

  private static void writeChecks(AppSpec spec, ObjectNode node) {
    putAll(node, "healthChecks", spec.healthChecks(), CheckJson::write);
    spec.check().ifPresent(check -> node.set("check", CheckJson.write(check)));
    putAll(node, "readinessChecks", spec.readinessChecks(), CheckJson::write);
  }

  private static void writePolicies(AppSpec spec, ObjectNode node) {
    StrategyJson.write(spec.backoff(), node);
    putTexts(node, "dependencies", spec.dependencies().stream().map(id -> id.path()).toList());
    node.set("upgradeStrategy", StrategyJson.write(spec.upgradeStrategy()));
    node.set("unreachableStrategy", StrategyJson.write(spec.unreachableStrategy()));
    node.put("killSelection", spec.killSelection().name());
    spec.taskKillGracePeriod()
        .ifPresent(period -> JsonText.putSeconds(node, "taskKillGracePeriodSeconds", period));
    if (!spec.acceptedResourceRoles().isEmpty()) {
      putTexts(node, "acceptedResourceRoles", spec.acceptedResourceRoles());
    }
    spec.role().ifPresent(role -> node.put("role", role));
    spec.residency().ifPresent(residency -> node.set("residency", StrategyJson.write(residency)));
    ObjectNode secrets = node.putObject("secrets");
    spec.secrets().forEach((name, source) -> secrets.putObject(name).put("source", source));
  }

  private static ObjectNode write(FetchUri fetch) {
    ObjectNode node = JsonText.object();
    node.put("uri", fetch.uri());
    node.put("extract", fetch.extract());
    node.put("executable", fetch.executable());
    node.put("cache", fetch.cache());
    fetch.destPath().ifPresent(path -> node.put("destPath", path));
    return node;
  }

  static void putTexts(ObjectNode node, String name, Collection<String> texts) {
    ArrayNode list = node.putArray(name);
    texts.forEach(list::add);
  }

  private static <T> void putAll(
      ObjectNode node, String name, List<T> values, Function<T, JsonNode> writer) {
    ArrayNode list = node.putArray(name);
    values.forEach(value -> list.add(writer.apply(value)));
  }
}
