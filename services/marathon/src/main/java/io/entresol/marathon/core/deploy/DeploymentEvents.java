package io.entresol.marathon.core.deploy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.entresol.marathon.core.app.AppId;
import io.entresol.marathon.core.event.Events;
import io.entresol.marathon.core.rest.DeploymentView.Step;
import io.entresol.marathon.core.store.Json;
import io.entresol.proto.bus.MarathonEvent;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import java.util.Set;

/** The events of {@code /v2/events} about changes of the tree and deployments. */
final class DeploymentEvents {
  private DeploymentEvents() {}

  /** A step begins. */
  static MarathonEvent info(Deployment deployment, Instant now) {
    return ofStep("deployment_info", deployment, now);
  }

  static MarathonEvent stepSuccess(Deployment deployment, Instant now) {
    return ofStep("deployment_step_success", deployment, now);
  }

  static MarathonEvent success(Deployment deployment, Instant now) {
    return Events.finish(ofWhole("deployment_success", deployment, now));
  }

  static MarathonEvent failed(Deployment deployment, String reason, Instant now) {
    return Events.finish(ofWhole("deployment_failed", deployment, now).put("reason", reason));
  }

  /** The tree is another one, below the group that all changes lie in. */
  static MarathonEvent groupChanged(Set<AppId> changed, Instant version, Instant now) {
    ObjectNode event = Events.start("group_change_success", now);
    event.put("groupId", commonGroup(changed).path());
    return Events.finish(event.put("version", Json.text(version)));
  }

  private static MarathonEvent ofStep(String type, Deployment deployment, Instant now) {
    ObjectNode event = Events.start(type, now);
    event.set("plan", plan(deployment));
    Step step = deployment.currentStep();
    event.set("currentStep", DeploymentRecord.step(step));
    return Events.finish(event);
  }

  private static ObjectNode ofWhole(String type, Deployment deployment, Instant now) {
    ObjectNode event = Events.start(type, now).put("id", deployment.id());
    event.set("plan", plan(deployment));
    return event;
  }

  private static ObjectNode plan(Deployment deployment) {
    ObjectNode plan = Json.object();
    plan.put("id", deployment.id());
    plan.set("steps", DeploymentRecord.steps(deployment.steps()));
    return plan.put("version", Json.text(deployment.version()));
  }

  private static AppId commonGroup(Set<AppId> ids) {
    List<AppId> parents = ids.stream().map(AppId::parent).toList();
    Iterator<AppId> others = parents.iterator();
    AppId common = others.hasNext() ? others.next() : AppId.ROOT;
    while (others.hasNext()) {
      AppId other = others.next();
      while (!common.equals(other) && !common.isAncestorOf(other)) {
        common = common.parent();
      }
    }
    return common;
  }
}
