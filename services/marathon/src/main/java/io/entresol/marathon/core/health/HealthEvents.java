package io.entresol.marathon.core.health;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.entresol.marathon.core.app.AppId;
import io.entresol.marathon.core.app.AppSpec;
import io.entresol.marathon.core.app.HealthCheck;
import io.entresol.marathon.core.app.format.CheckJson;
import io.entresol.marathon.core.event.Events;
import io.entresol.marathon.core.instance.Instance;
import io.entresol.marathon.core.store.Json;
import io.entresol.proto.bus.MarathonEvent;
import java.time.Instant;

/** The events of {@code /v2/events} that name a health check. */
public final class HealthEvents {
  private HealthEvents() {}

  /** A check of an instance has failed once. */
  static MarathonEvent failed(Instance instance, HealthCheck check, Instant now) {
    ObjectNode event = Events.start("failed_health_check_event", now);
    event.put("appId", instance.app().path());
    event.put("taskId", instance.id().value());
    event.put("instanceId", instance.id().value());
    event.set("healthCheck", CheckJson.write(check));
    return Events.finish(event);
  }

  /** A version of an app comes with a check. */
  public static MarathonEvent added(AppSpec app, HealthCheck check, Instant now) {
    ObjectNode event = Events.start("add_health_check_event", now);
    event.put("appId", app.id().path());
    event.put("version", Json.text(app.version()));
    event.set("healthCheck", CheckJson.write(check));
    return Events.finish(event);
  }

  /** An app with checks is removed. */
  public static MarathonEvent removed(AppId app, Instant now) {
    return Events.finish(Events.start("remove_health_check_event", now).put("appId", app.path()));
  }
}
