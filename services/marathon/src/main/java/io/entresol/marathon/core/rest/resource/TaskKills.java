package io.entresol.marathon.core.rest.resource;

import com.fasterxml.jackson.databind.JsonNode;
import io.entresol.marathon.core.app.AppId;
import io.entresol.marathon.core.rest.Answers;
import io.entresol.marathon.core.rest.Call;
import io.entresol.marathon.core.rest.HttpAnswer;
import io.entresol.marathon.core.rest.InstanceView;
import io.entresol.marathon.core.rest.change.RootRevision;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Kills tasks that are then replaced, or that are then one fewer. */
final class TaskKills {
  private final Deploying deploying;

  TaskKills(Deploying deploying) {
    this.deploying = deploying;
  }

  /**
   * @param killed the answer if no deployment follows
   */
  HttpAnswer kill(List<InstanceView> victims, KillOptions options, Call call, JsonNode killed) {
    if (!options.scale()) {
      List<String> ids = victims.stream().map(InstanceView::taskId).toList();
      deploying.commands().kill(ids, options.wipe(), call.now());
      return Answers.json(killed);
    }
    Map<AppId, Set<String>> byApp = new TreeMap<>();
    for (InstanceView victim : victims) {
      byApp.computeIfAbsent(victim.appId(), app -> new TreeSet<>()).add(victim.taskId());
    }
    RootRevision revision = deploying.revision(call.now());
    byApp.forEach(
        (id, taskIds) -> revision.app(id).ifPresent(app -> revision.scaleDown(app, taskIds)));
    return Answers.deployment(200, deploying.deploy(revision, options.force(), call.now()));
  }
}
