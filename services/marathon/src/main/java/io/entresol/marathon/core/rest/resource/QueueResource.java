package io.entresol.marathon.core.rest.resource;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.entresol.marathon.core.app.AppId;
import io.entresol.marathon.core.json.JsonText;
import io.entresol.marathon.core.rest.Answers;
import io.entresol.marathon.core.rest.Call;
import io.entresol.marathon.core.rest.HttpAnswer;
import io.entresol.marathon.core.rest.QueueView;
import io.entresol.marathon.core.rest.RefusedException;
import io.entresol.marathon.core.rest.json.QueueJson;
import java.util.List;

/** {@code /v2/queue}: what waits to be launched, and why. */
public final class QueueResource implements Resource {
  private final Deploying deploying;

  public QueueResource(Deploying deploying) {
    this.deploying = deploying;
  }

  @Override
  public HttpAnswer handle(Call call, List<String> path) {
    if (path.isEmpty()) {
      if (!call.method().equals("GET")) {
        throw Resource.methodNotAllowed();
      }
      return list(call);
    }
    int last = path.size() - 1;
    if (last < 1 || !path.get(last).equals("delay")) {
      throw Resource.notFound();
    }
    if (!call.method().equals("DELETE")) {
      throw Resource.methodNotAllowed();
    }
    AppId id = AppsResource.id(path, last);
    if (!deploying.commands().resetDelay(id, call.now())) {
      throw RefusedException.of(404, "Application " + id + " not found in tasks queue.");
    }
    return Answers.empty(204);
  }

  private HttpAnswer list(Call call) {
    boolean withOffers = call.all("embed").contains("lastUnusedOffers");
    ObjectNode body = JsonText.object();
    ArrayNode queue = body.putArray("queue");
    for (QueueView entry : deploying.view().queue()) {
      queue.add(QueueJson.json(entry, withOffers, deploying.settings().formats()));
    }
    return Answers.json(body);
  }
}
