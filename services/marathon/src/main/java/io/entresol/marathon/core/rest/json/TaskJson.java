package io.entresol.marathon.core.rest.json;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.entresol.marathon.core.app.AppSpec;
import io.entresol.marathon.core.json.JsonText;
import io.entresol.marathon.core.rest.InstanceView;
import io.entresol.marathon.core.rest.InstanceView.HealthResult;
import io.entresol.marathon.core.rest.MarathonView;
import io.entresol.marathon.core.rest.TaskFailure;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** Tasks as clients see them. */
public final class TaskJson {
  private final MarathonView view;
  private final String defaultRole;

  public TaskJson(MarathonView view, String defaultRole) {
    this.view = view;
    this.defaultRole = defaultRole;
  }

  public ArrayNode list(Collection<InstanceView> instances) {
    ArrayNode tasks = JsonText.array();
    instances.forEach(instance -> tasks.add(json(instance)));
    return tasks;
  }

  public ObjectNode json(InstanceView instance) {
    Optional<AppSpec> app = view.root().app(instance.appId());
    ObjectNode task = JsonText.object();
    task.put("id", instance.taskId());
    task.put("appId", instance.appId().path());
    task.put("host", instance.host());
    ArrayNode ports = task.putArray("ports");
    instance.ports().forEach(ports::add);
    ArrayNode servicePorts = task.putArray("servicePorts");
    app.map(AppSpec::servicePorts).orElse(List.of()).forEach(servicePorts::add);
    ArrayNode addresses = task.putArray("ipAddresses");
    for (InstanceView.IpAddress address : instance.ipAddresses()) {
      addresses.addObject().put("ipAddress", address.address()).put("protocol", address.protocol());
    }
    task.put("state", instance.state());
    put(task, "stagedAt", instance.stagedAt());
    put(task, "startedAt", instance.startedAt());
    task.put("version", JsonText.instant(instance.version()));
    task.put("slaveId", instance.agentId().orElse(null));
    addHealth(instance, task);
    ArrayNode volumes = task.putArray("localVolumes");
    for (InstanceView.LocalVolume volume : instance.localVolumes()) {
      volumes
          .addObject()
          .put("containerPath", volume.containerPath())
          .put("persistenceId", volume.persistenceId());
    }
    task.put("role", app.flatMap(AppSpec::role).orElse(defaultRole));
    instance.region().ifPresent(region -> task.put("region", region));
    instance.zone().ifPresent(zone -> task.put("zone", zone));
    return task;
  }

  /** Clients take a missing member as not known yet, and an empty list as nothing against it. */
  private static void addHealth(InstanceView instance, ObjectNode task) {
    if (instance.healthResults().isEmpty()) {
      return;
    }
    ArrayNode results = task.putArray("healthCheckResults");
    for (HealthResult result : instance.healthResults()) {
      ObjectNode node = results.addObject();
      node.put("alive", result.alive());
      node.put("consecutiveFailures", result.consecutiveFailures());
      put(node, "firstSuccess", result.firstSuccess());
      put(node, "lastSuccess", result.lastSuccess());
      put(node, "lastFailure", result.lastFailure());
      node.put("lastFailureCause", result.lastFailureCause().orElse(null));
      node.put("taskId", instance.taskId());
      int incarnation = instance.taskId().indexOf("._");
      node.put(
          "instanceId",
          incarnation < 0 ? instance.taskId() : instance.taskId().substring(0, incarnation));
    }
  }

  static ObjectNode failure(TaskFailure failure) {
    ObjectNode node = JsonText.object();
    node.put("appId", failure.appId().path());
    node.put("host", failure.host());
    node.put("message", failure.message());
    node.put("state", failure.state());
    node.put("taskId", failure.taskId());
    node.put("timestamp", JsonText.instant(failure.timestamp()));
    node.put("version", JsonText.instant(failure.version()));
    node.put("slaveId", failure.agentId().orElse(null));
    return node;
  }

  static void put(ObjectNode node, String name, Optional<Instant> instant) {
    node.put(name, instant.map(JsonText::instant).orElse(null));
  }
}
