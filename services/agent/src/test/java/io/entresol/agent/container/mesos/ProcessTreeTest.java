package io.entresol.agent.container.mesos;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ProcessTreeTest {
  private static ProcessStat process(long pid, long parent, long session) {
    return new ProcessStat(pid, 'S', parent, session, new ProcessStat.CpuTicks(0, 0), 1, pid);
  }

  @Test
  void theSessionAndAllDescendantsBelongToATask() {
    ProcessStat leader = process(10, 1, 10);
    ProcessStat child = process(11, 10, 10);
    ProcessStat orphanOfTheSession = process(12, 1, 10);
    ProcessStat inASessionOfItsOwn = process(13, 11, 13);
    ProcessStat itsChild = process(14, 13, 13);
    ProcessStat stranger = process(20, 1, 20);

    assertThat(
            ProcessTree.of(
                10,
                List.of(itsChild, stranger, orphanOfTheSession, inASessionOfItsOwn, child, leader)))
        .containsExactlyInAnyOrder(leader, child, orphanOfTheSession, inASessionOfItsOwn, itsChild);
  }

  @Test
  void whatTheLeaderLeftBehindStillBelongsToIt() {
    ProcessStat left = process(12, 1, 10);

    assertThat(ProcessTree.of(10, List.of(left))).containsExactly(left);
  }
}
