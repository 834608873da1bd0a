package io.entresol.gateway.core.document;

import io.entresol.proto.bus.FrameworkState;
import io.entresol.proto.bus.StatePage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Puts together frameworks that go on from one page to the next: the same id again means more of
 * its tasks. So the last one of a page is held back until the next shows what it begins with.
 */
final class Frameworks implements Function<StatePage, List<FrameworkState>> {
  private final Function<StatePage, List<FrameworkState>> source;
  private Optional<FrameworkState> heldBack = Optional.empty();

  private Frameworks(Function<StatePage, List<FrameworkState>> source) {
    this.source = source;
  }

  static Frameworks live() {
    return new Frameworks(StatePage::getFrameworksList);
  }

  static Frameworks completed() {
    return new Frameworks(StatePage::getCompletedFrameworksList);
  }

  /** Those that are complete with this page. */
  @Override
  public List<FrameworkState> apply(StatePage page) {
    List<FrameworkState> complete = new ArrayList<>();
    for (FrameworkState next : source.apply(page)) {
      if (heldBack.isPresent() && id(heldBack.get()).equals(id(next))) {
        heldBack = Optional.of(joined(heldBack.get(), next));
      } else {
        heldBack.ifPresent(complete::add);
        heldBack = Optional.of(next);
      }
    }
    if (!page.hasNextPageToken()) {
      heldBack.ifPresent(complete::add);
      heldBack = Optional.empty();
    }
    return complete;
  }

  static String id(FrameworkState state) {
    return state.getFramework().getFrameworkInfo().getId().getValue();
  }

  private static FrameworkState joined(FrameworkState begin, FrameworkState more) {
    return begin.toBuilder()
        .addAllPendingTasks(more.getPendingTasksList())
        .addAllTasks(more.getTasksList())
        .addAllUnreachableTasks(more.getUnreachableTasksList())
        .addAllCompletedTasks(more.getCompletedTasksList())
        .build();
  }
}
