package io.entresol.master.core;

import io.entresol.domain.frame.Frame;
import io.entresol.master.core.agent.AgentDesk;
import io.entresol.master.core.agent.AgentMessages;
import io.entresol.master.core.book.Agent;
import io.entresol.master.core.book.Books;
import io.entresol.master.core.book.Due;
import io.entresol.master.core.book.EventStream;
import io.entresol.master.core.book.Framework;
import io.entresol.master.core.book.MasterMetrics;
import io.entresol.master.core.config.MasterConfig;
import io.entresol.master.core.effect.MasterEffect;
import io.entresol.master.core.framework.FrameworkDesk;
import io.entresol.master.core.notice.AllocatorNotes;
import io.entresol.master.core.notice.Notes;
import io.entresol.master.core.notice.OperatorNotes;
import io.entresol.master.core.offer.Batches;
import io.entresol.master.core.offer.Offers;
import io.entresol.master.core.offer.Snapshots;
import io.entresol.master.core.operation.Operations;
import io.entresol.master.core.operator.OperatorCalls;
import io.entresol.master.core.operator.OperatorStreams;
import io.entresol.master.core.operator.RegistryKeys;
import io.entresol.master.core.scheduler.SchedulerCalls;
import io.entresol.master.core.state.Levels;
import io.entresol.master.core.state.MetricsReport;
import io.entresol.master.core.state.Portraits;
import io.entresol.master.core.state.StatePages;
import io.entresol.master.core.state.Waiting;
import io.entresol.master.core.state.WholeState;
import io.entresol.master.core.task.StatusUpdates;
import io.entresol.master.core.task.Tasks;
import io.entresol.master.core.turn.AllocatorFeed;
import io.entresol.master.core.turn.Replies;
import io.entresol.master.core.turn.Turn;
import io.entresol.master.core.validation.GuardRules;
import io.entresol.mesos.v1.WeightInfo;
import io.entresol.proto.bus.AgentMessage;
import io.entresol.proto.bus.MasterReply;
import io.entresol.proto.bus.OfferBatch;
import io.entresol.proto.bus.OperatorCall;
import io.entresol.proto.bus.OperatorSubscribe;
import io.entresol.proto.bus.RoleWeight;
import io.entresol.proto.bus.SchedulerCall;
import io.entresol.proto.bus.SnapshotRequest;
import io.entresol.proto.bus.StateQuery;
import io.entresol.proto.bus.StreamClosed;
import io.entresol.proto.bus.ToMaster;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The authority on what is allocated and which tasks exist, for one term. A single-threaded state
 * machine: each command changes the books and returns what follows from it.
 *
 * <p>A request is known by a number that the shell gives; its answer is an effect with that number.
 */
public final class MasterCore {
  private final MasterConfig config;
  private final Books books;
  private final AllocatorFeed feed;
  private final FrameworkDesk frameworks;
  private final AgentDesk agents;
  private final Offers offers;
  private final SchedulerCalls schedulerCalls;
  private final AgentMessages agentMessages;
  private final OperatorCalls operatorCalls;
  private final OperatorStreams operatorStreams;
  private final Batches batches;
  private final Snapshots snapshots;
  private final StatePages statePages;
  private final MetricsReport metricsReport;

  public MasterCore(MasterConfig config, MasterMetrics metrics) {
    this.config = config;
    this.books = new Books(config, metrics);
    this.feed = new AllocatorFeed(config.epoch().number(), books.deadlines());
    Portraits portraits = new Portraits(books);
    AllocatorNotes allocator = new AllocatorNotes(books);
    Notes notes = new Notes(new OperatorNotes(books, portraits), allocator);
    Tasks tasks = new Tasks(books, notes);
    StatusUpdates updates = new StatusUpdates(books, tasks);
    Operations operations = new Operations(books, allocator);
    this.offers = new Offers(books, allocator);
    this.frameworks = FrameworkDesk.of(books, notes, tasks, offers);
    this.agents = AgentDesk.of(books, notes, tasks, offers, operations);
    this.schedulerCalls =
        new SchedulerCalls(
            books, notes, frameworks, tasks, offers, updates, operations, agents.draining());
    this.agentMessages =
        new AgentMessages(books, notes, agents, frameworks, tasks, offers, updates, operations);
    this.operatorCalls = new OperatorCalls(books, notes, frameworks, agents, offers, operations);
    this.operatorStreams = new OperatorStreams(books, new WholeState(books, portraits));
    this.batches = new Batches(books, offers);
    this.snapshots = new Snapshots(books, allocator, feed, batches);
    this.statePages = new StatePages(books, portraits);
    this.metricsReport = new MetricsReport(books);
  }

  /**
   * The first command of a term.
   *
   * @param registry what earlier leaders stored
   * @throws IllegalStateException if a record of the registry cannot be read
   */
  public Frame<MasterEffect> recover(Map<String, byte[]> registry, Instant now) {
    return turn(
        now,
        turn -> {
          books.setElectedAt(now);
          new RegistryReader(books).read(registry);
          seedWeights(turn);
          agents.recovery().begin(turn);
          books
              .deadlines()
              .set(new Due.RegistryClearing(), now.plus(config.registry().gcInterval()));
          feed.signOfLife(turn);
        });
  }

  /** Weights given as an option hold until an operator sets any. */
  private void seedWeights(Turn turn) {
    if (books.roles().weights().isEmpty()) {
      config
          .initialWeights()
          .forEach(
              (role, weight) -> {
                books.roles().weights().put(role, weight);
                turn.put(
                    RegistryKeys.weight(role),
                    RoleWeight.newBuilder()
                        .setWeight(WeightInfo.newBuilder().setRole(role).setWeight(weight))
                        .build());
              });
    }
  }

  /**
   * The answer to a message whose sender does not authenticate its clients as it should; then
   * nothing else is done with it.
   */
  public Optional<MasterReply> refusal(ToMaster message) {
    return GuardRules.refusal(config.access(), message);
  }

  /** A call of the scheduler API. */
  public Frame<MasterEffect> schedulerCall(long request, SchedulerCall call, Instant now) {
    return turn(now, turn -> schedulerCalls.handle(turn, request, call));
  }

  /** A framework's or operator's stream has ended from outside. */
  public Frame<MasterEffect> streamClosed(long request, StreamClosed closed, Instant now) {
    return turn(
        now,
        turn -> {
          String streamId = closed.getStream().getId();
          turn.reply(request, Replies.call(Replies.OK));
          Framework framework = books.frameworks().ofStream(streamId);
          if (framework != null) {
            frameworks.departures().disconnect(turn, framework);
          }
          EventStream operator = books.operators().get(streamId);
          if (operator != null) {
            operatorStreams.close(operator);
          }
        });
  }

  /** A call of the operator API. */
  public Frame<MasterEffect> operatorCall(long request, OperatorCall call, Instant now) {
    return turn(now, turn -> turn.reply(request, operatorCalls.handle(turn, call)));
  }

  /** An operator wants to follow events. */
  public Frame<MasterEffect> operatorSubscribe(
      long request, OperatorSubscribe subscribe, Instant now) {
    return turn(
        now,
        turn -> {
          turn.reply(request, Replies.call(Replies.OK));
          operatorStreams.subscribe(turn, subscribe);
        });
  }

  /** Someone wants to read a page of the state. */
  public Frame<MasterEffect> stateQuery(long request, StateQuery query, Instant now) {
    return turn(now, turn -> turn.reply(request, statePages.answer(query)));
  }

  /** Someone wants to read the figures. */
  public Frame<MasterEffect> metricsQuery(long request, Waiting waiting, Instant now) {
    return turn(now, turn -> turn.reply(request, metricsReport.answer(waiting, now)));
  }

  /** An agent says something. */
  public Frame<MasterEffect> agentMessage(long request, AgentMessage message, Instant now) {
    return turn(
        now,
        turn -> {
          turn.reply(request, Replies.received());
          agentMessages.handle(turn, message);
        });
  }

  /** The allocator proposes offers. */
  public Frame<MasterEffect> offerBatch(OfferBatch batch, Instant now) {
    return turn(now, turn -> batches.apply(turn, batch));
  }

  /** An allocator wants to know everything. */
  public Frame<MasterEffect> snapshotRequest(SnapshotRequest request, Instant now) {
    return turn(now, turn -> snapshots.answer(turn, request));
  }

  /** A member of the cluster is gone, and with it the agents and streams that it hosted. */
  public Frame<MasterEffect> nodeLeft(String nodeId, Instant now) {
    return turn(
        now,
        turn -> {
          books
              .frameworks()
              .onNode(nodeId)
              .forEach(framework -> frameworks.departures().disconnect(turn, framework));
          books.operators().onNode(nodeId).forEach(operatorStreams::close);
          books
              .agents()
              .onNode(nodeId)
              .forEach(agent -> agents.departures().disconnect(turn, agent));
        });
  }

  /** When {@link #tick} has something to do, or empty if never. */
  public Optional<Instant> nextDeadline() {
    return books.deadlines().next();
  }

  /** Does what is due. */
  public Frame<MasterEffect> tick(Instant now) {
    return turn(now, turn -> books.deadlines().takeDue(now).forEach(due -> fallDue(turn, due)));
  }

  private void fallDue(Turn turn, Due due) {
    if (due instanceof Due.AgentPing ping) {
      agents.watch().ping(turn, ping);
    } else if (due instanceof Due.AgentReturn agent) {
      agents.watch().giveUp(turn, agent);
    } else if (due instanceof Due.RecoveredAgents recovered) {
      agents.watch().giveUpRecovered(turn, recovered);
      agents.recovery().resume(turn);
    } else if (due instanceof Due.AllocationResumed) {
      agents.recovery().resume(turn);
    } else if (due instanceof Due.FrameworkFailover framework) {
      frameworks.departures().timeOut(turn, framework);
    } else if (due instanceof Due.FrameworkHeartbeat framework) {
      frameworks.subscriptions().heartbeat(turn, framework);
    } else if (due instanceof Due.OperatorHeartbeat operator) {
      operatorStreams.heartbeat(turn, operator);
    } else if (due instanceof Due.OfferTimeout offer) {
      offers.timeOut(turn, offer);
    } else if (due instanceof Due.InverseOfferTimeout offer) {
      offers.timeOut(turn, offer);
    } else if (due instanceof Due.AllocatorFeed) {
      feed.signOfLife(turn);
    } else if (due instanceof Due.RegistryClearing clearing) {
      agents.watch().clearRegistry(turn, clearing);
    }
  }

  /** How much there is of what, now. */
  public Levels levels() {
    return Levels.of(books);
  }

  private Frame<MasterEffect> turn(Instant now, Consumer<Turn> command) {
    Turn turn = new Turn(now, config.epoch().number());
    command.accept(turn);
    feed.flush(turn);
    checkAccounts(turn);
    return turn.finish();
  }

  /** A broken account is a fault of this program: nothing may follow from it. */
  private static void checkAccounts(Turn turn) {
    for (Agent agent : turn.touched()) {
      agent
          .account()
          .imbalance()
          .ifPresent(
              problem -> {
                throw new IllegalStateException("agent " + agent.id() + ": " + problem);
              });
    }
  }
}
