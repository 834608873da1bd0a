package io.entresol.master.core;

import static io.entresol.master.core.TestingFramework.launch;
import static io.entresol.master.core.TestingFramework.task;
import static org.assertj.core.api.Assertions.assertThat;

import io.entresol.domain.resources.Reservation;
import io.entresol.domain.resources.ResourceParser;
import io.entresol.domain.resources.Resources;
import io.entresol.mesos.v1.Offer;
import io.entresol.mesos.v1.TaskState;
import io.entresol.mesos.v1.scheduler.Call;
import io.entresol.proto.ProtoResources;
import io.entresol.proto.bus.ReregisterAgent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/**
 * Whatever happens in whatever order: after each command the core itself checks that the accounts
 * of the agents it touched balance, and here the allocator's view is held against the books.
 */
class MasterProperties {
  private static final Reservation OURS =
      new Reservation(Reservation.Type.DYNAMIC, "web", Optional.empty(), List.of());

  /** A cluster to which random things happen. */
  private static final class Chaos {
    private final Random random;
    private final TestingMaster master = TestingMaster.elected();
    private final List<TestingFramework> frameworks = new ArrayList<>();
    private final List<TestingAgent> agents = new ArrayList<>();
    private final List<String> offers = new ArrayList<>();
    private int tasks;

    Chaos(long seed) {
      random = new Random(seed);
      for (int i = 0; i < 3; i++) {
        frameworks.add(TestingFramework.subscribed(master, "s" + i, TestingFramework.info("web")));
        agents.add(TestingAgent.registered(master, "a" + i, "cpus:4;mem:512;ports:[1-20]"));
      }
    }

    private <T> T any(List<T> things) {
      return things.get(random.nextInt(things.size()));
    }

    private Resources amount() {
      Resources amount =
          ResourceParser.parse(
              "cpus:" + (1 + random.nextInt(3)) + ";mem:" + 32 * (1 + random.nextInt(4)));
      return random.nextInt(4) == 0 ? amount.mapKeys(key -> key.reserved(OURS)) : amount;
    }

    void step() {
      switch (random.nextInt(12)) {
        case 0, 1, 2 -> propose();
        case 3, 4 -> accept();
        case 5 -> any(frameworks).decline(offer(), TestingFramework.refuse(random.nextInt(3)));
        case 6, 7 -> update();
        case 8 -> any(agents).reregister(report(any(agents)));
        case 9 -> master.pass(Duration.ofSeconds(random.nextInt(30)));
        case 10 -> any(agents).pong();
        default -> rare();
      }
    }

    private void rare() {
      switch (random.nextInt(6)) {
        case 0 -> any(agents).unregister();
        case 1 -> master.streamClosed("s" + random.nextInt(3));
        case 2 -> master.operator(OperatorCalling.deactivate(any(agents).id()));
        case 3 -> master.operator(OperatorCalling.reactivate(any(agents).id()));
        case 4 ->
            master.operator(
                OperatorCalling.reserve(any(agents), amount().mapKeys(key -> key.reserved(OURS))));
        default -> any(frameworks).call(Call.Type.SUPPRESS);
      }
    }

    private void propose() {
      master.propose(
          TestingMaster.proposal(any(frameworks), "web", any(agents), amount()),
          TestingMaster.proposal(any(frameworks), "web", any(agents), amount()));
      for (int i = Math.max(0, offers.size() - 1); offers.size() < i + 3; ) {
        offers.add("m-O" + offers.size());
      }
    }

    private String offer() {
      return offers.isEmpty() ? "m-O0" : any(offers);
    }

    private void accept() {
      TestingAgent agent = any(agents);
      List<Offer.Operation> operations = new ArrayList<>();
      if (random.nextInt(3) == 0) {
        Offer.Operation.Builder reserve =
            Offer.Operation.newBuilder().setType(Offer.Operation.Type.RESERVE);
        reserve
            .getReserveBuilder()
            .addAllResources(
                ProtoResources.toProto(
                    ResourceParser.parse("cpus:1").mapKeys(key -> key.reserved(OURS))));
        operations.add(reserve.build());
      }
      operations.add(
          launch(
              task(agent, "t" + tasks++, "cpus:1;mem:32"),
              task(agent, "t" + random.nextInt(tasks), "cpus:0.5")));
      any(frameworks)
          .accept(
              offer(),
              TestingFramework.refuse(random.nextInt(2)),
              operations.toArray(Offer.Operation[]::new));
    }

    private void update() {
      TaskState[] states = {
        TaskState.TASK_RUNNING, TaskState.TASK_FINISHED, TaskState.TASK_FAILED, TaskState.TASK_LOST
      };
      TestingFramework framework = any(frameworks);
      TestingAgent agent = any(agents);
      String taskId = "t" + random.nextInt(tasks + 1);
      TaskState state = states[random.nextInt(states.length)];
      agent.update(framework, taskId, state);
      if (random.nextBoolean()) {
        framework.acknowledge(agent, taskId, taskId + state);
      }
    }

    /** An agent that has some of the tasks, known or not. */
    private ReregisterAgent.Builder report(TestingAgent agent) {
      ReregisterAgent.Builder report = agent.report();
      TestingFramework framework = any(frameworks);
      report.addFrameworks(TestingAgent.framework(framework, TestingFramework.info("web")));
      for (int i = 0; i < 2; i++) {
        report.addTasks(
            agent.task(
                framework,
                "t" + (tasks + i),
                random.nextBoolean() ? TaskState.TASK_RUNNING : TaskState.TASK_FINISHED,
                "cpus:1"));
      }
      return report;
    }
  }

  @Property(tries = 150)
  void theBooksBalanceAndTheAllocatorKnowsThem(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 120) int steps) {
    Chaos chaos = new Chaos(seed);
    for (int i = 0; i < steps; i++) {
      chaos.step();
      chaos.master.checkFeed();
    }
    assertThat(chaos.master.effects()).isNotEmpty();
  }

  @Property(tries = 50)
  void theSameCommandsLeadToTheSameFrames(@ForAll long seed) {
    Chaos one = new Chaos(seed);
    Chaos other = new Chaos(seed);
    for (int i = 0; i < 60; i++) {
      one.step();
      other.step();
    }
    assertThat(one.master.effects()).isEqualTo(other.master.effects());
  }
}
