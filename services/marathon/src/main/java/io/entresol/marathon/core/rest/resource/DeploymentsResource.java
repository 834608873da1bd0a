package io.entresol.marathon.core.rest.resource;

import com.fasterxml.jackson.databind.node.ArrayNode;
import io.entresol.marathon.core.json.JsonText;
import io.entresol.marathon.core.rest.Answers;
import io.entresol.marathon.core.rest.Call;
import io.entresol.marathon.core.rest.CancelOutcome;
import io.entresol.marathon.core.rest.HttpAnswer;
import io.entresol.marathon.core.rest.RefusedException;
import io.entresol.marathon.core.rest.json.DeploymentJson;
import java.util.List;

/** {@code /v2/deployments}: changes in progress. */
public final class DeploymentsResource implements Resource {
  private final Deploying deploying;

  public DeploymentsResource(Deploying deploying) {
    this.deploying = deploying;
  }

  @Override
  public HttpAnswer handle(Call call, List<String> path) {
    if (path.isEmpty() && call.method().equals("GET")) {
      ArrayNode list = JsonText.array();
      deploying
          .view()
          .deployments()
          .forEach(deployment -> list.add(DeploymentJson.json(deployment, deploying.view())));
      return Answers.json(list);
    }
    if (path.size() > 1) {
      throw Resource.notFound();
    }
    if (path.isEmpty() || !call.method().equals("DELETE")) {
      throw Resource.methodNotAllowed();
    }
    return cancel(call, path.get(0));
  }

  private HttpAnswer cancel(Call call, String id) {
    CancelOutcome outcome =
        deploying.commands().cancelDeployment(id, call.flag("force", false), call.now());
    if (outcome instanceof CancelOutcome.Reverting reverting) {
      return Answers.deployment(200, Deploying.accepted(reverting.outcome()));
    }
    if (outcome instanceof CancelOutcome.NotFound) {
      throw RefusedException.of(404, "DeploymentPlan " + id + " does not exist");
    }
    return Answers.empty(202);
  }
}
