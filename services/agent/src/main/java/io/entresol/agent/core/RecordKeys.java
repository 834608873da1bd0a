package io.entresol.agent.core;

/** The keys of an agent's records; {@code records.proto} lists them. Ids keep their slashes out. */
final class RecordKeys {
  static final String RESOURCES = "resources";

  private RecordKeys() {}

  static String agent(String agentId) {
    return slave(agentId) + "/agent";
  }

  static String drain(String agentId) {
    return slave(agentId) + "/drain";
  }

  static String operation(String agentId, String uuid) {
    return slave(agentId) + "/operations/" + uuid;
  }

  static String framework(String agentId, Framework framework) {
    return slave(agentId) + "/frameworks/" + segment(framework.id().getValue());
  }

  static String run(String agentId, Executor executor) {
    return framework(agentId, executor.framework())
        + "/executors/"
        + segment(executor.id().getValue())
        + "/runs/"
        + executor.containerId().getValue();
  }

  static String taskInfo(String agentId, AgentTask task) {
    return task(agentId, task) + "/info";
  }

  static String taskProgress(String agentId, AgentTask task) {
    return task(agentId, task) + "/progress";
  }

  private static String task(String agentId, AgentTask task) {
    return run(agentId, task.executor()) + "/tasks/" + segment(task.id().getValue());
  }

  private static String slave(String agentId) {
    return "slaves/" + segment(agentId);
  }

  /** An id as one segment of a key. */
  static String segment(String id) {
    return id.replace("%", "%25").replace("/", "%2F");
  }

  /** The id of a segment. */
  static String id(String segment) {
    return segment.replace("%2F", "/").replace("%25", "%");
  }
}
