package io.entresol.marathon.core.event;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.entresol.marathon.core.app.AppId;
import io.entresol.marathon.core.instance.Instance;
import io.entresol.marathon.core.store.Json;
import io.entresol.proto.bus.MarathonEvent;
import java.time.Instant;
import java.util.Optional;

/** The events of {@code /v2/events} about instances, health and the master. */
public final class Events {
  private Events() {}

  /**
   * A request has changed an app.
   *
   * @param app as it is now
   */
  public static MarathonEvent apiPost(String clientIp, String uri, ObjectNode app, Instant now) {
    ObjectNode event = start("api_post_event", now).put("clientIp", clientIp).put("uri", uri);
    event.set("appDefinition", app);
    return finish(event);
  }

  /** A task has changed its state. */
  public static MarathonEvent statusUpdate(
      Instance instance, String taskState, String message, Instant now) {
    ObjectNode event = start("status_update_event", now);
    event.put("slaveId", instance.placement().agentId());
    event.put("taskId", instance.taskId());
    event.put("taskStatus", taskState);
    event.put("message", message);
    event.put("appId", instance.app().path());
    event.put("host", instance.placement().hostname());
    ArrayNode addresses = event.putArray("ipAddresses");
    instance
        .addresses()
        .forEach(
            ip ->
                addresses
                    .addObject()
                    .put("ipAddress", ip.address())
                    .put("protocol", ip.protocol()));
    ArrayNode ports = event.putArray("ports");
    instance.ports().forEach(ports::add);
    event.put("version", Json.text(instance.version()));
    return finish(event);
  }

  public static MarathonEvent instanceChanged(Instance instance, Instant now) {
    ObjectNode event = start("instance_changed_event", now);
    event.put("instanceId", instance.id().value());
    event.put("condition", instance.condition().text());
    event.put("runSpecId", instance.app().path());
    event.put("agentId", instance.placement().agentId());
    event.put("host", instance.placement().hostname());
    event.put("runSpecVersion", Json.text(instance.version()));
    return finish(event);
  }

  /** A task has ended that was forgotten before. */
  public static MarathonEvent unknownInstanceTerminated(
      String instanceId, AppId app, String condition, Instant now) {
    ObjectNode event = start("unknown_instance_terminated_event", now);
    event.put("instanceId", instanceId);
    event.put("runSpecId", app.path());
    event.put("condition", condition);
    return finish(event);
  }

  public static MarathonEvent instanceHealthChanged(
      Instance instance, Optional<Boolean> healthy, Instant now) {
    ObjectNode event = start("instance_health_changed_event", now);
    event.put("instanceId", instance.id().value());
    event.put("runSpecId", instance.app().path());
    event.put("healthy", healthy.orElse(null));
    event.put("runSpecVersion", Json.text(instance.version()));
    return finish(event);
  }

  public static MarathonEvent healthStatusChanged(Instance instance, boolean alive, Instant now) {
    ObjectNode event = start("health_status_changed_event", now);
    event.put("appId", instance.app().path());
    event.put("instanceId", instance.id().value());
    event.put("taskId", instance.taskId());
    event.put("version", Json.text(instance.version()));
    event.put("alive", alive);
    return finish(event);
  }

  /** An instance fails its health check for so long that it is killed. */
  public static MarathonEvent unhealthyInstanceKill(Instance instance, String reason, Instant now) {
    ObjectNode event = start("unhealthy_instance_kill_event", now);
    event.put("appId", instance.app().path());
    event.put("taskId", instance.taskId());
    event.put("instanceId", instance.id().value());
    event.put("version", Json.text(instance.version()));
    event.put("reason", reason);
    event.put("host", instance.placement().hostname());
    event.put("slaveId", instance.placement().agentId());
    return finish(event);
  }

  /** The last instance of a removed app has gone. */
  public static MarathonEvent appTerminated(AppId app, Instant now) {
    return finish(start("app_terminated_event", now).put("appId", app.path()));
  }

  public static MarathonEvent schedulerRegistered(String frameworkId, String master, Instant now) {
    ObjectNode event = start("scheduler_registered_event", now);
    return finish(event.put("frameworkId", frameworkId).put("master", master));
  }

  public static MarathonEvent schedulerReregistered(String master, Instant now) {
    return finish(start("scheduler_reregistered_event", now).put("master", master));
  }

  public static MarathonEvent schedulerDisconnected(Instant now) {
    return finish(start("scheduler_disconnected_event", now));
  }

  public static MarathonEvent frameworkMessage(
      String executorId, String agentId, String base64, Instant now) {
    ObjectNode event = start("framework_message_event", now);
    event.put("executorId", executorId);
    event.put("slaveId", agentId);
    return finish(event.put("message", base64));
  }

  /** A listener has come. */
  public static MarathonEvent streamAttached(String remoteAddress, Instant now) {
    return finish(start("event_stream_attached", now).put("remoteAddress", remoteAddress));
  }

  /** A listener has gone. */
  public static MarathonEvent streamDetached(String remoteAddress, Instant now) {
    return finish(start("event_stream_detached", now).put("remoteAddress", remoteAddress));
  }

  /** The members that all events have. */
  public static ObjectNode start(String type, Instant now) {
    return Json.object().put("eventType", type).put("timestamp", Json.text(now));
  }

  public static MarathonEvent finish(ObjectNode event) {
    return MarathonEvent.newBuilder()
        .setType(event.get("eventType").textValue())
        .setJson(Json.text(event))
        .build();
  }
}
