package io.entresol.driver;

import io.entresol.driver.core.DriverStatus;
import io.entresol.driver.core.SchedulerCore;
import io.entresol.driver.core.SchedulerOutput;
import io.entresol.driver.core.SchedulerSettings;
import io.entresol.mesos.v1.AgentID;
import io.entresol.mesos.v1.ExecutorID;
import io.entresol.mesos.v1.FrameworkID;
import io.entresol.mesos.v1.MasterInfo;
import io.entresol.mesos.v1.Offer;
import io.entresol.mesos.v1.OfferID;
import io.entresol.mesos.v1.TaskStatus;
import io.entresol.mesos.v1.scheduler.Call;
import io.entresol.mesos.v1.scheduler.Event;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.apache.mesos.Protos;
import org.apache.mesos.Scheduler;
import org.apache.mesos.SchedulerDriver;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Carries out what the core of a scheduler's driver decides. */
public final class SchedulerShell extends DriverShell implements SchedulerOutput {
  private static final Logger LOG = LoggerFactory.getLogger(SchedulerShell.class);
  private static final String PATH = "/api/v1/scheduler";
  private static final long REGISTRATION_BACKOFF_MS = 2_000;

  private final SchedulerDriver driver;
  private final Scheduler scheduler;
  private final String master;
  private final SchedulerCore core;
  private Optional<MasterDetector> detector = Optional.empty();

  /**
   * A driver that has not started.
   *
   * @param driver what the callbacks are given
   * @param framework the user and the host name are filled in if they are missing
   * @param environment of which {@code MESOS_REGISTRATION_BACKOFF_FACTOR} is read
   */
  public SchedulerShell(
      SchedulerDriver driver,
      Scheduler scheduler,
      Protos.FrameworkInfo framework,
      Collection<String> suppressedRoles,
      String master,
      boolean implicitAcknowledgements,
      Map<String, String> environment) {
    super("mesos-scheduler-driver");
    this.driver = driver;
    this.scheduler = scheduler;
    this.master = master;
    long backoffMs =
        Durations.millis(environment, "MESOS_REGISTRATION_BACKOFF_FACTOR", REGISTRATION_BACKOFF_MS);
    this.core =
        new SchedulerCore(
            new SchedulerSettings(
                SchedulerMessages.framework(framework),
                suppressedRoles,
                implicitAcknowledgements,
                backoffMs),
            CLOCK,
            DriverShell::random,
            this);
  }

  /** Who the framework is to the master's authentication. */
  public void credential(String principal, byte[] secret) {
    byte[] name = (principal + ":").getBytes(StandardCharsets.UTF_8);
    byte[] pair = new byte[name.length + secret.length];
    System.arraycopy(name, 0, pair, 0, name.length);
    System.arraycopy(secret, 0, pair, name.length, secret.length);
    authorization("Basic " + Base64.getEncoder().encodeToString(pair));
  }

  public Protos.Status start() {
    return decideStatus(
        () -> {
          if (core.status() != DriverStatus.NOT_STARTED) {
            return core.status();
          }
          startThreads();
          try {
            MasterDetector found = MasterDetectors.of(master);
            detector = Optional.of(found);
            core.start();
            found.start(new Leaders());
          } catch (IllegalArgumentException e) {
            core.fail("Failed to create a master detector: " + e.getMessage());
          }
          return core.status();
        });
  }

  /** Stops, and waits for the calls that were made before, but only so long. */
  public Protos.Status stop(boolean failover) {
    DriverStatus before = decide(core::status);
    Protos.Status after = decideStatus(() -> core.stop(failover));
    if (before == DriverStatus.RUNNING || before == DriverStatus.ABORTED) {
      detector.ifPresent(MasterDetector::close);
      end();
    }
    return after;
  }

  public Protos.Status abort() {
    return decideStatus(core::abort);
  }

  public Protos.Status awaitEnd() {
    return join();
  }

  /** Anything else that a scheduler may ask of its driver. */
  public Protos.Status call(Function<SchedulerCore, DriverStatus> call) {
    return decideStatus(() -> call.apply(core));
  }

  private final class Leaders implements MasterDetector.Listener {
    @Override
    public void leaderChanged(Optional<HostPort> leader) {
      tell(() -> core.leaderChanged(leader.map(HostPort::toString)));
    }

    @Override
    public void failed(String message) {
      tell(() -> core.fail(message));
    }
  }

  @Override
  DriverStatus status() {
    return core.status();
  }

  @Override
  long deadline() {
    return core.deadline();
  }

  @Override
  void tick() {
    core.tick();
  }

  @Override
  DriverStatus abortCore() {
    return core.abort();
  }

  @Override
  void eventCame(long connection, byte[] record) throws IOException {
    Event event = Event.parseFrom(record);
    tell(() -> core.event(connection, event));
  }

  @Override
  void backlogged(long connection) {
    tell(() -> core.backlogged(connection));
  }

  @Override
  void sessionEnded(long connection) {
    tell(() -> core.closed(connection));
  }

  @Override
  void sessionRefused(long connection, String message) {
    tell(() -> core.subscribeRefused(connection, message));
  }

  @Override
  void sessionRedirected(long connection, HostPort other) {
    tell(() -> core.redirected(connection, other.toString()));
  }

  @Override
  void callRejected(int tag, int status, String message) {
    Call.Type type = Call.Type.forNumber(tag);
    LOG.warn("The master refused {} ({}): {}", type, status, message);
    tell(() -> core.callRefused(type, message));
  }

  @Override
  public void connect(long connection, String address, Call subscribe) {
    openSession(connection, HostPort.parse(address), PATH, subscribe.toByteArray());
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
  public void registered(FrameworkID framework, MasterInfo leader) {
    LOG.info("Registered as {} with the master {}", framework.getValue(), leader.getPid());
    callback(
        () ->
            scheduler.registered(
                driver,
                HostMessages.host(Protos.FrameworkID::parseFrom, framework),
                HostMessages.host(Protos.MasterInfo::parseFrom, leader)));
  }

  @Override
  public void reregistered(MasterInfo leader) {
    LOG.info("Registered again with the master {}", leader.getPid());
    callback(
        () ->
            scheduler.reregistered(
                driver, HostMessages.host(Protos.MasterInfo::parseFrom, leader)));
  }

  @Override
  public void disconnected() {
    callback(() -> scheduler.disconnected(driver));
  }

  @Override
  public void offers(List<Offer> offers) {
    callback(
        () -> scheduler.resourceOffers(driver, HostMessages.host(Protos.Offer::parseFrom, offers)));
  }

  @Override
  public void offerRescinded(OfferID offer) {
    callback(
        () ->
            scheduler.offerRescinded(driver, HostMessages.host(Protos.OfferID::parseFrom, offer)));
  }

  @Override
  public void status(TaskStatus status) {
    callback(
        () -> {
          scheduler.statusUpdate(driver, HostMessages.host(Protos.TaskStatus::parseFrom, status));
          tell(() -> core.statusTaken(status));
        });
  }

  @Override
  public void message(ExecutorID executor, AgentID agent, byte[] data) {
    callback(
        () ->
            scheduler.frameworkMessage(
                driver,
                HostMessages.host(Protos.ExecutorID::parseFrom, executor),
                HostMessages.host(Protos.SlaveID::parseFrom, agent),
                data));
  }

  @Override
  public void agentLost(AgentID agent) {
    callback(
        () -> scheduler.slaveLost(driver, HostMessages.host(Protos.SlaveID::parseFrom, agent)));
  }

  @Override
  public void executorLost(ExecutorID executor, AgentID agent, int status) {
    callback(
        () ->
            scheduler.executorLost(
                driver,
                HostMessages.host(Protos.ExecutorID::parseFrom, executor),
                HostMessages.host(Protos.SlaveID::parseFrom, agent),
                status));
  }

  @Override
  public void error(String message) {
    lastCallback(() -> scheduler.error(driver, message));
  }
}
