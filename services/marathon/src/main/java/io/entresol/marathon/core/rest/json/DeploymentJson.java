package io.entresol.marathon.core.rest.json;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.entresol.marathon.core.json.JsonText;
import io.entresol.marathon.core.rest.DeploymentView;
import io.entresol.marathon.core.rest.DeploymentView.Action;
import io.entresol.marathon.core.rest.DeploymentView.Step;
import io.entresol.marathon.core.rest.MarathonView;
import java.util.List;

/** Deployments as clients see them. */
public final class DeploymentJson {
  private DeploymentJson() {}

  public static ObjectNode json(DeploymentView deployment, MarathonView view) {
    ObjectNode node = JsonText.object();
    node.put("id", deployment.id());
    node.put("version", JsonText.instant(deployment.version()));
    ArrayNode affected = node.putArray("affectedApps");
    deployment.affected().stream().sorted().forEach(app -> affected.add(app.path()));
    node.putArray("affectedPods");
    node.set("steps", steps(deployment.steps()));
    ArrayNode current = node.putArray("currentActions");
    int step = deployment.currentStep();
    if (step >= 1 && step <= deployment.steps().size()) {
      for (Action action : deployment.steps().get(step - 1).actions()) {
        ObjectNode each = add(action, current);
        each.set("readinessCheckResults", Readiness.json(view.readinessResults(action.app())));
      }
    }
    node.put("currentStep", step);
    node.put("totalSteps", deployment.steps().size());
    return node;
  }

  /** What is done one after the other. */
  public static ArrayNode steps(List<Step> steps) {
    ArrayNode list = JsonText.array();
    for (Step step : steps) {
      ArrayNode actions = list.addObject().putArray("actions");
      step.actions().forEach(action -> add(action, actions));
    }
    return list;
  }

  private static ObjectNode add(Action action, ArrayNode actions) {
    return actions.addObject().put("action", action.kind().text()).put("app", action.app().path());
  }
}
