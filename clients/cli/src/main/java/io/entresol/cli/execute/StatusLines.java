package io.entresol.cli.execute;

import io.entresol.mesos.v1.CheckStatusInfo;
import io.entresol.mesos.v1.TaskStatus;
import io.entresol.proto.ProtoResources;
import java.util.ArrayList;
import java.util.List;

/** A status update as {@code mesos-execute} prints it. */
final class StatusLines {
  private StatusLines() {}

  static List<String> of(TaskStatus status) {
    List<String> lines = new ArrayList<>();
    lines.add(
        "Received status update "
            + status.getState()
            + " for task '"
            + status.getTaskId().getValue()
            + "'");
    if (status.hasMessage()) {
      lines.add("  message: '" + status.getMessage() + "'");
    }
    if (status.hasSource()) {
      lines.add("  source: " + status.getSource());
    }
    if (status.hasReason()) {
      lines.add("  reason: " + status.getReason());
    }
    if (status.hasHealthy()) {
      lines.add("  healthy?: " + status.getHealthy());
    }
    if (status.hasCheckStatus()) {
      lines.add("  check status: " + check(status.getCheckStatus()));
    }
    if (status.hasLimitation() && status.getLimitation().getResourcesCount() > 0) {
      lines.add(
          "  resource limit violation: "
              + ProtoResources.fromProto(status.getLimitation().getResourcesList()));
    }
    return lines;
  }

  private static String check(CheckStatusInfo check) {
    return switch (check.getType()) {
      case COMMAND -> "command exit code " + check.getCommand().getExitCode();
      case HTTP -> "HTTP status " + check.getHttp().getStatusCode();
      case TCP -> check.getTcp().getSucceeded() ? "TCP connection made" : "no TCP connection";
      case UNKNOWN -> "unknown";
    };
  }
}
