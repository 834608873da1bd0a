package io.entresol.simulation.allocator;

import io.entresol.allocator.core.AllocatorEffect.Propose;
import io.entresol.proto.bus.AllocatorEvents;
import io.entresol.proto.bus.ProposedOffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** The allocator's core under JMH: 1,000 frameworks in 200 roles. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 5)
@Measurement(iterations = 5, time = 2)
public class AllocatorMicrobenchmarks {
  private static final int FRAMEWORKS = 1000;
  private static final int ROLES = 200;

  /** Nobody holds anything before an allocation. */
  @State(Scope.Thread)
  public static class AllFree {
    @Param({"1000", "10000", "50000"})
    public int agents;

    private BenchmarkCluster cluster;
    private Optional<Propose> proposed = Optional.empty();

    @Setup
    public void build() {
      cluster = Growth.cluster(agents, FRAMEWORKS, ROLES);
      cluster.nextInterval();
    }

    @TearDown(Level.Invocation)
    public void takeBack() {
      cluster.write(proposed);
      cluster.confirm();
      cluster.nextInterval();
      cluster.apply(cluster.returned(BenchmarkCluster.NO_FILTER));
      cluster.nextInterval();
    }
  }

  /** Everything is held, and one agent comes back. */
  @State(Scope.Thread)
  public static class AllHeld {
    @Param({"1000", "10000", "50000"})
    public int agents;

    private BenchmarkCluster cluster;
    private List<ProposedOffer> held;
    private int next;
    private AllocatorEvents message;
    private Optional<Propose> proposed = Optional.empty();

    @Setup
    public void build() {
      cluster = Growth.cluster(agents, FRAMEWORKS, ROLES);
      cluster.nextInterval();
      held = new ArrayList<>(cluster.write(cluster.run()).getOffersList());
      cluster.confirm();
    }

    @Setup(Level.Invocation)
    public void giveBack() {
      next = (next + 1) % held.size();
      cluster.nextInterval();
      cluster.nextInterval();
      message =
          cluster.message(
              List.of(BenchmarkCluster.returned(held.get(next), BenchmarkCluster.NO_FILTER)));
    }

    @TearDown(Level.Invocation)
    public void confirm() {
      held.set(next, cluster.write(proposed).getOffers(0));
      cluster.confirm();
    }
  }

  @Benchmark
  public Object oneFullAllocation(AllFree state) {
    state.proposed = state.cluster.run();
    return state.proposed;
  }

  @Benchmark
  public Object oneAgentsChange(AllHeld state) {
    state.cluster.apply(state.message);
    state.proposed = state.cluster.run();
    return state.proposed;
  }
}
