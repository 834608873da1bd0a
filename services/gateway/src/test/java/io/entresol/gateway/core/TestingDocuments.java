package io.entresol.gateway.core;

import com.fasterxml.jackson.core.JsonGenerator;
import io.entresol.gateway.core.document.Section;
import io.entresol.gateway.core.document.StateDocument;
import io.entresol.mesos.v1.Task;
import io.entresol.proto.MesosJson;
import io.entresol.proto.bus.FrameworkState;
import io.entresol.proto.bus.StatePage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/** Renders documents without a network. */
public final class TestingDocuments {
  private TestingDocuments() {}

  /** The document, each of its sections reading all of these pages. */
  public static byte[] render(StateDocument document, List<StatePage> pages) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JsonGenerator json = MesosJson.generator(bytes)) {
      document.open(json);
      for (Section section : document.sections()) {
        section.begin(json);
        if (!section.reads().isEmpty()) {
          for (StatePage page : pages) {
            section.page(page, json);
          }
        }
        section.end(json);
      }
      document.close(json);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /** The same state on many pages: one thing on each, a framework's tasks apart. */
  public static StatePage[] split(StatePage whole) {
    List<StatePage> pages = new ArrayList<>();
    pages.add(
        whole.toBuilder()
            .clearAgents()
            .clearFrameworks()
            .clearCompletedFrameworks()
            .clearRoles()
            .build());
    whole
        .getAgentsList()
        .forEach(agent -> pages.add(StatePage.newBuilder().addAgents(agent).build()));
    for (FrameworkState framework : whole.getFrameworksList()) {
      split(framework)
          .forEach(part -> pages.add(StatePage.newBuilder().addFrameworks(part).build()));
    }
    for (FrameworkState framework : whole.getCompletedFrameworksList()) {
      split(framework)
          .forEach(part -> pages.add(StatePage.newBuilder().addCompletedFrameworks(part).build()));
    }
    for (int i = 0; i < pages.size() - 1; i++) {
      pages.set(i, pages.get(i).toBuilder().setNextPageToken("page " + (i + 1)).build());
    }
    return pages.toArray(new StatePage[0]);
  }

  private static List<FrameworkState> split(FrameworkState framework) {
    FrameworkState bare =
        framework.toBuilder().clearTasks().clearUnreachableTasks().clearCompletedTasks().build();
    List<FrameworkState> parts = new ArrayList<>();
    parts.add(bare);
    for (Task task : framework.getTasksList()) {
      parts.add(bare.toBuilder().addTasks(task).build());
    }
    for (Task task : framework.getCompletedTasksList()) {
      parts.add(bare.toBuilder().addCompletedTasks(task).build());
    }
    return parts;
  }
}
