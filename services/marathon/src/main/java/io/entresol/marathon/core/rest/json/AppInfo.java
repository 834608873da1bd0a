package io.entresol.marathon.core.rest.json;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.entresol.marathon.core.app.AppId;
import io.entresol.marathon.core.app.AppSpec;
import io.entresol.marathon.core.app.format.AppAnswer;
import io.entresol.marathon.core.app.format.FormatSettings;
import io.entresol.marathon.core.rest.DeploymentView;
import io.entresol.marathon.core.rest.InstanceView;
import io.entresol.marathon.core.rest.MarathonView;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Apps with what is known about them beside their definition. Made for one request, since it
 * gathers once what it needs for every app.
 */
public final class AppInfo {
  private final MarathonView view;
  private final AppAnswer answers;
  private final TaskJson tasks;
  private final Instant now;
  private final Set<Embed> embeds;
  private final Map<AppId, List<String>> deployments = new HashMap<>();

  public AppInfo(MarathonView view, FormatSettings formats, Set<Embed> embeds, Instant now) {
    this.view = view;
    this.answers = new AppAnswer(formats);
    this.tasks = new TaskJson(view, formats.role());
    this.now = now;
    this.embeds = Set.copyOf(embeds);
    for (DeploymentView deployment : view.deployments()) {
      for (AppId app : deployment.affected()) {
        deployments.computeIfAbsent(app, id -> new ArrayList<>()).add(deployment.id());
      }
    }
  }

  public ObjectNode json(AppSpec app) {
    ObjectNode node = answers.json(app);
    List<InstanceView> instances =
        embeds.isEmpty() ? List.of() : List.copyOf(view.instances(app.id()));
    if (embeds.contains(Embed.COUNTS)) {
      counts(instances, node);
    }
    if (embeds.contains(Embed.DEPLOYMENTS)) {
      ArrayNode ids = node.putArray("deployments");
      deployments.getOrDefault(app.id(), List.of()).forEach(id -> ids.addObject().put("id", id));
    }
    if (embeds.contains(Embed.TASKS)) {
      node.set("tasks", tasks.list(instances));
    }
    if (embeds.contains(Embed.LAST_TASK_FAILURE)) {
      view.lastTaskFailure(app.id())
          .ifPresent(failure -> node.set("lastTaskFailure", TaskJson.failure(failure)));
    }
    if (embeds.contains(Embed.READINESS)) {
      node.set("readinessCheckResults", Readiness.json(view.readinessResults(app.id())));
    }
    if (embeds.contains(Embed.TASK_STATS)) {
      node.set("taskStats", TaskStats.json(app, instances, now));
    }
    return node;
  }

  private static void counts(List<InstanceView> instances, ObjectNode node) {
    int staged = 0;
    int running = 0;
    int healthy = 0;
    int unhealthy = 0;
    for (InstanceView instance : instances) {
      staged += instance.isStaged() ? 1 : 0;
      running += instance.isRunning() ? 1 : 0;
      healthy += instance.isHealthy() ? 1 : 0;
      unhealthy += instance.isUnhealthy() ? 1 : 0;
    }
    node.put("tasksStaged", staged);
    node.put("tasksRunning", running);
    node.put("tasksHealthy", healthy);
    node.put("tasksUnhealthy", unhealthy);
  }

  /** As {@code POST /v2/apps} answers: the app as it was read, with nothing running yet. */
  public static ObjectNode created(
      AppSpec app, Instant version, String deploymentId, FormatSettings formats) {
    ObjectNode node = new AppAnswer(formats).json(app.toBuilder().version(version).build());
    node.remove("versionInfo");
    counts(List.of(), node);
    node.putArray("deployments").addObject().put("id", deploymentId);
    node.putArray("tasks");
    return node;
  }
}
