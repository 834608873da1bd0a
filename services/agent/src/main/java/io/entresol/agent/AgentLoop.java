package io.entresol.agent;

import io.entresol.agent.core.AgentCore;
import io.entresol.agent.core.AgentEffect;
import io.entresol.agent.core.AgentState;
import io.entresol.agent.core.CallRefusal;
import io.entresol.domain.frame.Frame;
import io.entresol.mesos.v1.executor.Call;
import io.entresol.runtime.DeadlineTimer;
import io.entresol.runtime.FramePipeline;
import io.entresol.runtime.RecordStore;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Feeds the core on one Vert.x context and carries its frames out. If a record cannot be written,
 * or the core finds itself broken, the agent stops: its tasks go on without it.
 */
public final class AgentLoop {
  private static final Logger LOG = LoggerFactory.getLogger(AgentLoop.class);

  private final Context context;
  private final Clock clock;
  private final AgentCore core;
  private final FramePipeline<AgentEffect> pipeline;
  private final DeadlineTimer timer;
  private final Consumer<Throwable> failed;
  private Optional<Instant> recoveredAt = Optional.empty();
  private boolean stopped;

  /**
   * Belongs to the calling context.
   *
   * @param runner makes what carries effects out, and reports back to this loop
   * @param failed called once, if the agent cannot go on
   */
  AgentLoop(
      Vertx vertx,
      Clock clock,
      AgentCore core,
      RecordStore store,
      Function<AgentLoop, AgentEffect.Runner> runner,
      Consumer<Throwable> failed) {
    this.context = vertx.getOrCreateContext();
    this.clock = clock;
    this.core = core;
    this.failed = failed;
    AgentEffect.Runner effects = runner.apply(this);
    this.pipeline = new FramePipeline<>(store, effect -> effect.run(effects), this::fail);
    this.timer = new DeadlineTimer(vertx, clock, () -> run("tick", AgentCore::tick));
  }

  /**
   * Gives the core a command, now or soon.
   *
   * @param what for the log, should the command break the core
   */
  void run(String what, BiFunction<AgentCore, Instant, Frame<AgentEffect>> command) {
    if (Vertx.currentContext() == context) {
      runNow(what, command);
    } else {
      context.runOnContext(ignored -> runNow(what, command));
    }
  }

  private void runNow(String what, BiFunction<AgentCore, Instant, Frame<AgentEffect>> command) {
    if (stopped) {
      return;
    }
    try {
      pipeline.submit(command.apply(core, clock.instant()));
      timer.arm(core.nextDeadline());
      noteRecovery();
    } catch (RuntimeException broken) {
      LOG.error("The agent's core broke at the command '{}'", what, broken);
      fail(broken);
    }
  }

  private void fail(Throwable cause) {
    if (!stopped) {
      stop();
      failed.accept(cause);
    }
  }

  /**
   * The first command, at once.
   *
   * @throws io.entresol.agent.core.RecoveryException if the agent cannot go on with these records
   */
  void recover(Map<String, byte[]> records) {
    pipeline.submit(core.recover(records, clock.instant()));
    timer.arm(core.nextDeadline());
    noteRecovery();
  }

  private void noteRecovery() {
    if (recoveredAt.isEmpty() && core.recovered()) {
      recoveredAt = Optional.of(clock.instant());
    }
  }

  /** When the agent had found its earlier work; empty while it has not. */
  Optional<Instant> recoveredAt() {
    return recoveredAt;
  }

  boolean recovered() {
    return recoveredAt.isPresent();
  }

  /** Empty before the first registration. */
  String agentId() {
    return core.agentId();
  }

  /** What there is; to be asked on the agent's context. */
  public AgentState state() {
    return core.state();
  }

  /** Why an executor's call would not be taken; to be asked on the agent's context. */
  public Optional<CallRefusal> refusal(Call call) {
    return core.refusal(call);
  }

  /** Obeys an executor's call that is not refused. */
  public void executorCalled(Call call) {
    run("executor " + call.getType(), (agent, now) -> agent.executorCalled(call, now));
  }

  /** Nothing more is done; what is recorded stays so. */
  void stop() {
    stopped = true;
    timer.cancel();
    pipeline.abandon();
  }
}
