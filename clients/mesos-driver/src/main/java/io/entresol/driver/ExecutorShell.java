package io.entresol.driver;

import io.entresol.driver.core.DriverStatus;
import io.entresol.driver.core.ExecutorCore;
import io.entresol.driver.core.ExecutorOutput;
import io.entresol.driver.core.ExecutorSettings;
import io.entresol.mesos.v1.AgentInfo;
import io.entresol.mesos.v1.ExecutorInfo;
import io.entresol.mesos.v1.FrameworkInfo;
import io.entresol.mesos.v1.TaskID;
import io.entresol.mesos.v1.TaskInfo;
import io.entresol.mesos.v1.executor.Call;
import io.entresol.mesos.v1.executor.Event;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apache.mesos.Executor;
import org.apache.mesos.ExecutorDriver;
import org.apache.mesos.Protos;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Carries out what the core of an executor's driver decides. */
public final class ExecutorShell extends DriverShell implements ExecutorOutput {
  private static final Logger LOG = LoggerFactory.getLogger(ExecutorShell.class);
  private static final String PATH = "/api/v1/executor";

  /** As of a process that was killed. */
  private static final int EXIT_STATUS = 128 + 9;

  private final ExecutorDriver driver;
  private final Executor executor;
  private final Map<String, String> environment;
  private Optional<ExecutorCore> core = Optional.empty();
  private HostPort agent;
  private DriverStatus statusWithoutCore = DriverStatus.NOT_STARTED;

  /**
   * A driver that has not started.
   *
   * @param driver what the callbacks are given
   * @param environment by which the agent says where it is and what the executor is
   */
  public ExecutorShell(ExecutorDriver driver, Executor executor, Map<String, String> environment) {
    super("mesos-executor-driver");
    this.driver = driver;
    this.executor = executor;
    this.environment = environment;
  }

  public Protos.Status start() {
    return decideStatus(
        () -> {
          if (status() != DriverStatus.NOT_STARTED) {
            return status();
          }
          startThreads();
          try {
            ExecutorEnvironment told = new ExecutorEnvironment(environment);
            agent = told.agent();
            told.token().ifPresent(token -> authorization("Bearer " + token));
            core = Optional.of(newCore(told.settings()));
            core.get().start();
          } catch (IllegalArgumentException e) {
            statusWithoutCore = DriverStatus.ABORTED;
            error("Not the environment that an agent gives its executors: " + e.getMessage());
          }
          return status();
        });
  }

  private ExecutorCore newCore(ExecutorSettings settings) {
    return new ExecutorCore(settings, CLOCK, DriverShell::random, ExecutorShell::uuid, this);
  }

  private static byte[] uuid() {
    UUID uuid = UUID.randomUUID();
    return ByteBuffer.allocate(16)
        .putLong(uuid.getMostSignificantBits())
        .putLong(uuid.getLeastSignificantBits())
        .array();
  }

  /** Stops, and waits for the calls that were made before, but only so long. */
  public Protos.Status stop() {
    DriverStatus before = decide(this::status);
    if (before != DriverStatus.RUNNING && before != DriverStatus.ABORTED) {
      return hostStatus(before);
    }
    Protos.Status after = decideStatus(this::stopCore);
    end();
    return after;
  }

  private DriverStatus stopCore() {
    if (core.isPresent()) {
      return core.get().stop();
    }
    DriverStatus before = statusWithoutCore;
    statusWithoutCore = DriverStatus.STOPPED;
    return before;
  }

  public Protos.Status abort() {
    return decideStatus(this::abortCore);
  }

  public Protos.Status awaitEnd() {
    return join();
  }

  /** Anything else that an executor may ask of its driver. */
  public Protos.Status call(Function<ExecutorCore, DriverStatus> call) {
    return decideStatus(() -> core.map(call).orElse(statusWithoutCore));
  }

  @Override
  DriverStatus status() {
    return core.isPresent() && statusWithoutCore == DriverStatus.NOT_STARTED
        ? core.get().status()
        : statusWithoutCore;
  }

  @Override
  long deadline() {
    return core.map(ExecutorCore::deadline).orElse(Long.MAX_VALUE);
  }

  @Override
  void tick() {
    core.ifPresent(ExecutorCore::tick);
  }

  @Override
  DriverStatus abortCore() {
    return core.map(ExecutorCore::abort).orElse(statusWithoutCore);
  }

  @Override
  void eventCame(long connection, byte[] record) throws IOException {
    Event event = Event.parseFrom(record);
    tellCore(c -> c.event(connection, event));
  }

  private void tellCore(Consumer<ExecutorCore> news) {
    tell(() -> core.ifPresent(news));
  }

  @Override
  void backlogged(long connection) {
    // An agent is not given up for its silence.
  }

  @Override
  void sessionEnded(long connection) {
    tellCore(c -> c.closed(connection));
  }

  @Override
  void sessionRefused(long connection, String message) {
    tellCore(c -> c.subscribeRefused(connection, message));
  }

  @Override
  void sessionRedirected(long connection, HostPort other) {
    LOG.warn("An agent does not redirect; {} is not asked", other);
    sessionEnded(connection);
  }

  @Override
  void callRejected(int tag, int status, String message) {
    LOG.warn("The agent refused {} ({}): {}", Call.Type.forNumber(tag), status, message);
  }

  @Override
  public void connect(long connection, Call subscribe) {
    openSession(connection, agent, PATH, subscribe.toByteArray());
  }

  @Override
  public void close(long connection) {
    closeSession();
  }

  @Override
  public void send(long connection, Call call) {
    sendCall(call.getType().getNumber(), call.toByteArray());
  }

  @Override
  public void registered(ExecutorInfo info, FrameworkInfo framework, AgentInfo agentInfo) {
    LOG.info("Registered with the agent {}", agentInfo.getId().getValue());
    callback(
        () ->
            executor.registered(
                driver,
                HostMessages.host(Protos.ExecutorInfo::parseFrom, info),
                HostMessages.host(Protos.FrameworkInfo::parseFrom, framework),
                HostMessages.host(Protos.SlaveInfo::parseFrom, agentInfo)));
  }

  @Override
  public void reregistered(AgentInfo agentInfo) {
    LOG.info("Registered again with the agent {}", agentInfo.getId().getValue());
    callback(
        () ->
            executor.reregistered(
                driver, HostMessages.host(Protos.SlaveInfo::parseFrom, agentInfo)));
  }

  @Override
  public void disconnected() {
    callback(() -> executor.disconnected(driver));
  }

  @Override
  public void launchTask(TaskInfo task) {
    callback(
        () -> executor.launchTask(driver, HostMessages.host(Protos.TaskInfo::parseFrom, task)));
  }

  @Override
  public void killTask(TaskID task) {
    callback(() -> executor.killTask(driver, HostMessages.host(Protos.TaskID::parseFrom, task)));
  }

  @Override
  public void message(byte[] data) {
    callback(() -> executor.frameworkMessage(driver, data));
  }

  @Override
  public void shutdown() {
    callback(() -> executor.shutdown(driver));
  }

  @Override
  public void endProcessAfter(long graceMs) {
    CountDownLatch never = new CountDownLatch(1);
    Threads.daemon(
            "mesos-executor-end",
            () -> {
              try {
                if (!never.await(graceMs, TimeUnit.MILLISECONDS)) {
                  LOG.warn(
                      "The executor has not ended within {} ms; its process is ended", graceMs);
                }
              } catch (InterruptedException e) {
                LOG.warn("The process is ended early", e);
              }
              // Not exit: hooks may hang as the executor does.
              Runtime.getRuntime().halt(EXIT_STATUS);
            })
        .start();
  }

  @Override
  public void error(String message) {
    lastCallback(() -> executor.error(driver, message));
  }
}
