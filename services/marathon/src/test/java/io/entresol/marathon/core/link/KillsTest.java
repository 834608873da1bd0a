package io.entresol.marathon.core.link;

import static org.assertj.core.api.Assertions.assertThat;

import io.entresol.marathon.core.effect.MarathonEffect;
import io.entresol.marathon.core.effect.Turn;
import io.entresol.mesos.v1.FrameworkID;
import io.entresol.mesos.v1.FrameworkInfo;
import io.entresol.mesos.v1.scheduler.Event;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class KillsTest {
  private static final Duration RETRY = Duration.ofSeconds(30);

  private final MasterLink link =
      new MasterLink(
          FrameworkInfo.newBuilder().setUser("root").setName("m").build(), () -> new UUID(0, 1));
  private final Kills kills = new Kills(link, 3, RETRY);
  private Instant now = Instant.parse("2015-03-01T12:00:00Z");

  private List<String> killed(Consumer<Turn> action) {
    Turn turn = new Turn(now);
    action.accept(turn);
    List<String> ids = new ArrayList<>();
    for (MarathonEffect effect : turn.frame().effects()) {
      if (effect instanceof MarathonEffect.CallMaster call) {
        ids.add(call.call().getKill().getTaskId().getValue());
      }
    }
    return ids;
  }

  private List<String> kill(String taskId) {
    return killed(turn -> kills.kill(taskId, "S0", Optional.empty(), turn));
  }

  private void subscribe() {
    Turn turn = new Turn(now);
    link.masterChanged(true, turn);
    link.subscribed(
        Event.Subscribed.newBuilder()
            .setFrameworkId(FrameworkID.newBuilder().setValue("F"))
            .build(),
        turn);
  }

  @Test
  void oneTaskIsKilledOnce() {
    subscribe();

    assertThat(kill("t1")).containsExactly("t1");
    assertThat(kill("t1")).isEmpty();
  }

  @Test
  void onlySoManyAreUnderWayAndTheRestFollows() {
    subscribe();
    for (int i = 1; i <= 3; i++) {
      assertThat(kill("t" + i)).hasSize(1);
    }

    assertThat(kill("t4")).isEmpty();
    assertThat(killed(turn -> kills.ended("t2", turn))).containsExactly("t4");
    assertThat(kills.size()).isEqualTo(3);
  }

  @Test
  void taskThatDoesNotEndGoesBehindThoseThatWait() {
    subscribe();
    for (int i = 1; i <= 5; i++) {
      kill("t" + i);
    }
    now = now.plus(RETRY);

    assertThat(killed(kills::tick)).containsExactly("t4", "t5", "t1");
    now = now.plus(RETRY);
    assertThat(killed(kills::tick)).containsExactly("t2", "t3", "t4");
  }

  @Test
  void withoutAMasterTheyWaitForTheNextSubscription() {
    assertThat(kill("t1")).isEmpty();
    subscribe();

    assertThat(killed(kills::subscribed)).containsExactly("t1");
  }

  @Test
  void newSubscriptionTellsAgain() {
    subscribe();
    kill("t1");

    assertThat(killed(kills::subscribed)).containsExactly("t1");
    assertThat(kills.nextDeadline()).contains(now.plus(RETRY));
  }
}
