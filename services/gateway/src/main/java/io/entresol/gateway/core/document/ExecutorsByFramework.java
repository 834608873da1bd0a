package io.entresol.gateway.core.document;

import com.fasterxml.jackson.core.JsonGenerator;
import io.entresol.proto.bus.ExecutorState;
import io.entresol.proto.bus.StatePage;
import io.entresol.proto.bus.StateQuery;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Collects the executors, which stand inside frameworks in a document. Writes nothing. */
final class ExecutorsByFramework implements Section {
  private final Map<String, List<ExecutorState>> byFramework = new HashMap<>();

  @Override
  public Set<StateQuery.Part> reads() {
    return Set.of(StateQuery.Part.EXECUTORS);
  }

  @Override
  public void begin(JsonGenerator json) {
    // Nothing is written.
  }

  @Override
  public void page(StatePage page, JsonGenerator json) {
    for (ExecutorState executor : page.getExecutorsList()) {
      byFramework
          .computeIfAbsent(executor.getFrameworkId().getValue(), ignored -> new ArrayList<>())
          .add(executor);
    }
  }

  @Override
  public void end(JsonGenerator json) {
    // Nothing is written.
  }

  List<ExecutorState> of(String frameworkId) {
    return byFramework.getOrDefault(frameworkId, List.of());
  }
}
