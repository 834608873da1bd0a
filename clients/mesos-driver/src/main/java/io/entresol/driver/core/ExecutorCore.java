package io.entresol.driver.core;

import com.google.protobuf.ByteString;
import io.entresol.mesos.v1.AgentID;
import io.entresol.mesos.v1.TaskInfo;
import io.entresol.mesos.v1.TaskState;
import io.entresol.mesos.v1.TaskStatus;
import io.entresol.mesos.v1.executor.Call;
import io.entresol.mesos.v1.executor.Event;
import java.util.Optional;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;

/**
 * Decides what an executor's driver does: it hears of the connection to the agent and of the
 * executor's own calls, and answers with calls and callbacks. One caller at a time.
 */
public final class ExecutorCore {
  private static final long NEVER = MasterLink.NEVER;

  private enum Link {
    NONE,
    WAITING,
    SUBSCRIBING,
    SUBSCRIBED
  }

  private final ExecutorSettings settings;
  private final DriverClock clock;
  private final DoubleSupplier random;
  private final Supplier<byte[]> uuids;
  private final ExecutorOutput out;
  private final Unacknowledged unacknowledged = new Unacknowledged();

  private DriverStatus status = DriverStatus.NOT_STARTED;
  private Link link = Link.NONE;
  private long connection;
  private long linkDeadline = NEVER;
  // When the executor no longer waits for its agent.
  private long recoveryDeadline = NEVER;
  private boolean registeredBefore;
  private boolean shuttingDown;
  private Optional<AgentID> agent = Optional.empty();

  /**
   * A driver that has not started.
   *
   * @param random numbers from 0 to 1
   * @param uuids the 16 bytes of a random UUID, for each status update
   */
  public ExecutorCore(
      ExecutorSettings settings,
      DriverClock clock,
      DoubleSupplier random,
      Supplier<byte[]> uuids,
      ExecutorOutput out) {
    this.settings = settings;
    this.clock = clock;
    this.random = random;
    this.uuids = uuids;
    this.out = out;
  }

  public DriverStatus status() {
    return status;
  }

  /** When {@link #tick} is to be called at the latest, in the clock's milliseconds. */
  public long deadline() {
    return Math.min(linkDeadline, recoveryDeadline);
  }

  public DriverStatus start() {
    if (status != DriverStatus.NOT_STARTED) {
      return status;
    }
    status = DriverStatus.RUNNING;
    if (settings.checkpoint()) {
      recoveryDeadline = clock.monotonicMs() + settings.recoveryTimeoutMs();
    }
    connect();
    return status;
  }

  public DriverStatus stop() {
    if (status != DriverStatus.RUNNING && status != DriverStatus.ABORTED) {
      return status;
    }
    DriverStatus before = status;
    status = DriverStatus.STOPPED;
    noDeadline();
    return before == DriverStatus.ABORTED ? before : status;
  }

  public DriverStatus abort() {
    if (status == DriverStatus.RUNNING) {
      status = DriverStatus.ABORTED;
      noDeadline();
    }
    return status;
  }

  /** Something makes it useless to go on: says so, once. */
  public void fail(String message) {
    if (status == DriverStatus.RUNNING || status == DriverStatus.NOT_STARTED) {
      status = DriverStatus.ABORTED;
      noDeadline();
      out.error(message);
    }
  }

  private void noDeadline() {
    linkDeadline = NEVER;
    recoveryDeadline = NEVER;
  }

  private void connect() {
    connection++;
    link = Link.SUBSCRIBING;
    linkDeadline = clock.monotonicMs() + MasterLink.SUBSCRIBE_TIMEOUT_MS;
    out.connect(connection, unacknowledged.subscribe(settings.framework(), settings.executor()));
  }

  private boolean concerns(long heardOf) {
    return heardOf == connection && (link == Link.SUBSCRIBING || link == Link.SUBSCRIBED);
  }

  /** The connection could not be opened, or has ended. */
  public void closed(long heardOf) {
    if (concerns(heardOf)) {
      lost();
    }
  }

  /** The agent will not take SUBSCRIBE, and would not another time. */
  public void subscribeRefused(long heardOf, String message) {
    if (concerns(heardOf)) {
      out.close(connection);
      link = Link.NONE;
      fail(message);
    }
  }

  private void lost() {
    boolean wasSubscribed = link == Link.SUBSCRIBED;
    out.close(connection);
    link = Link.NONE;
    linkDeadline = NEVER;
    if (status != DriverStatus.RUNNING || shuttingDown) {
      return;
    }
    if (!settings.checkpoint()) {
      shutdown();
      return;
    }
    if (wasSubscribed) {
      recoveryDeadline = clock.monotonicMs() + settings.recoveryTimeoutMs();
      out.disconnected();
    }
    link = Link.WAITING;
    long wait = (long) (settings.subscriptionBackoffMaxMs() * random.getAsDouble());
    linkDeadline = clock.monotonicMs() + Math.max(Backoff.MIN_WAIT_MS, wait);
  }

  /** Looks whether a deadline has passed. */
  public void tick() {
    long now = clock.monotonicMs();
    if (now >= recoveryDeadline) {
      if (link == Link.SUBSCRIBING) {
        out.close(connection);
      }
      link = Link.NONE;
      linkDeadline = NEVER;
      shutdown();
    } else if (now >= linkDeadline) {
      if (link == Link.WAITING) {
        connect();
      } else {
        lost();
      }
    }
  }

  /** Takes an event of a connection. */
  public void event(long heardOf, Event event) {
    if (!concerns(heardOf) || status != DriverStatus.RUNNING) {
      return;
    }
    if (event.getType() == Event.Type.ACKNOWLEDGED) {
      unacknowledged.acknowledged(
          event.getAcknowledged().getTaskId(), event.getAcknowledged().getUuid());
    } else if (!shuttingDown) {
      obey(event);
    }
  }

  private void obey(Event event) {
    switch (event.getType()) {
      case SUBSCRIBED:
        subscribed(event.getSubscribed());
        break;
      case LAUNCH:
        launch(event.getLaunch().getTask());
        break;
      case LAUNCH_GROUP:
        // The interface knows no groups; the tasks of one share this executor all the same.
        event.getLaunchGroup().getTaskGroup().getTasksList().forEach(this::launch);
        break;
      case KILL:
        out.killTask(event.getKill().getTaskId());
        break;
      case MESSAGE:
        out.message(event.getMessage().getData().toByteArray());
        break;
      case ERROR:
        fail(event.getError().getMessage());
        break;
      case SHUTDOWN:
        shutdown();
        break;
      case UNKNOWN:
      case ACKNOWLEDGED:
      case HEARTBEAT:
        break;
    }
  }

  private void subscribed(Event.Subscribed event) {
    if (link == Link.SUBSCRIBED) {
      return;
    }
    link = Link.SUBSCRIBED;
    noDeadline();
    if (event.getAgentInfo().hasId()) {
      agent = Optional.of(event.getAgentInfo().getId());
    }
    if (registeredBefore) {
      out.reregistered(event.getAgentInfo());
    } else {
      registeredBefore = true;
      out.registered(event.getExecutorInfo(), event.getFrameworkInfo(), event.getAgentInfo());
    }
  }

  private void launch(TaskInfo task) {
    unacknowledged.launched(task);
    out.launchTask(task);
  }

  /** The executor may still report what becomes of its tasks, but is asked for nothing more. */
  private void shutdown() {
    shuttingDown = true;
    recoveryDeadline = NEVER;
    if (settings.shutdownGraceMs() >= 0) {
      out.endProcessAfter(settings.shutdownGraceMs());
    }
    out.shutdown();
  }

  /** Reports the state of a task; the agent's id, the time and the like are filled in. */
  public DriverStatus sendStatusUpdate(TaskStatus report) {
    if (status != DriverStatus.RUNNING) {
      return status;
    }
    if (report.getState() == TaskState.TASK_STAGING) {
      fail("Attempted to send TASK_STAGING status update");
      return status;
    }
    TaskStatus.Builder complete =
        report.toBuilder()
            .setExecutorId(settings.executor())
            .setSource(TaskStatus.Source.SOURCE_EXECUTOR)
            .setTimestamp(clock.epochSeconds())
            .setUuid(ByteString.copyFrom(uuids.get()));
    agent.ifPresent(complete::setAgentId);
    Call.Update update = Call.Update.newBuilder().setStatus(complete).build();
    unacknowledged.reported(update);
    if (link == Link.SUBSCRIBED) {
      send(Call.newBuilder().setType(Call.Type.UPDATE).setUpdate(update));
    }
    return status;
  }

  public DriverStatus sendFrameworkMessage(byte[] data) {
    if (status == DriverStatus.RUNNING && link == Link.SUBSCRIBED) {
      send(
          Call.newBuilder()
              .setType(Call.Type.MESSAGE)
              .setMessage(Call.Message.newBuilder().setData(ByteString.copyFrom(data))));
    }
    return status;
  }

  private void send(Call.Builder call) {
    out.send(
        connection,
        call.setFrameworkId(settings.framework()).setExecutorId(settings.executor()).build());
  }
}
