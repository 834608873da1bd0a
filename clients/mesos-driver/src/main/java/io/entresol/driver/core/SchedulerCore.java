package io.entresol.driver.core;

import io.entresol.mesos.v1.AgentID;
import io.entresol.mesos.v1.ExecutorID;
import io.entresol.mesos.v1.Filters;
import io.entresol.mesos.v1.FrameworkID;
import io.entresol.mesos.v1.FrameworkInfo;
import io.entresol.mesos.v1.MasterInfo;
import io.entresol.mesos.v1.Offer;
import io.entresol.mesos.v1.OfferID;
import io.entresol.mesos.v1.Request;
import io.entresol.mesos.v1.TaskID;
import io.entresol.mesos.v1.TaskInfo;
import io.entresol.mesos.v1.TaskStatus;
import io.entresol.mesos.v1.scheduler.Call;
import io.entresol.mesos.v1.scheduler.Event;
import io.entresol.mesos.v1.scheduler.OfferConstraints;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.DoubleSupplier;

/**
 * Decides what a scheduler's driver does: it hears of the leading master, of the connection and of
 * the scheduler's own calls, and answers with calls and callbacks. One caller at a time.
 */
public final class SchedulerCore {
  private final SchedulerOutput out;
  private final boolean implicitAcknowledgements;
  private final SchedulerCalls calls;
  private final MasterLink link;
  private final Roles roles;
  // Offers that are neither answered nor rescinded, to be given back by abort.
  private final Set<OfferID> offers = new LinkedHashSet<>();

  private DriverStatus status = DriverStatus.NOT_STARTED;
  private FrameworkInfo framework;
  private Optional<OfferConstraints> constraints = Optional.empty();
  private Optional<String> leader = Optional.empty();
  private boolean registeredBefore;

  /**
   * A driver that has not started.
   *
   * @param random numbers from 0 to 1
   */
  public SchedulerCore(
      SchedulerSettings settings, DriverClock clock, DoubleSupplier random, SchedulerOutput out) {
    this.out = out;
    this.framework = settings.framework();
    this.implicitAcknowledgements = settings.implicitAcknowledgements();
    this.calls = new SchedulerCalls(clock);
    this.link =
        new MasterLink(
            clock, random, settings.registrationBackoffMs(), framework.getFailoverTimeout());
    this.roles = new Roles(settings.suppressedRoles());
  }

  public DriverStatus status() {
    return status;
  }

  /** When {@link #tick} is to be called at the latest, in the clock's milliseconds. */
  public long deadline() {
    return link.deadline();
  }

  public DriverStatus start() {
    if (status == DriverStatus.NOT_STARTED) {
      status = DriverStatus.RUNNING;
    }
    return status;
  }

  /** Takes the framework from the cluster, or leaves it there for a scheduler that takes over. */
  public DriverStatus stop(boolean failover) {
    if (status != DriverStatus.RUNNING && status != DriverStatus.ABORTED) {
      return status;
    }
    DriverStatus before = status;
    if (link.subscribed() && !failover) {
      send(Call.newBuilder().setType(Call.Type.TEARDOWN));
    }
    status = DriverStatus.STOPPED;
    link.none();
    return before == DriverStatus.ABORTED ? before : status;
  }

  /**
   * Ends the callbacks and gives the offers back. Tasks go on, and the framework stays as long as
   * the process does: the protocol has no call that deactivates it, so the connection is kept.
   */
  public DriverStatus abort() {
    if (status != DriverStatus.RUNNING) {
      return status;
    }
    status = DriverStatus.ABORTED;
    if (link.subscribed()) {
      send(SchedulerCalls.suppress());
      if (!offers.isEmpty()) {
        send(SchedulerCalls.decline(offers, Filters.getDefaultInstance()));
        offers.clear();
      }
    } else {
      giveUpConnection();
      link.none();
    }
    return status;
  }

  /** Something makes it useless to go on: says so, once. */
  public void fail(String message) {
    if (status == DriverStatus.RUNNING || status == DriverStatus.NOT_STARTED) {
      giveUpConnection();
      link.none();
      status = DriverStatus.ABORTED;
      out.error(message);
    }
  }

  /** The master that leads now, as {@code host:port}; empty if none does. */
  public void leaderChanged(Optional<String> address) {
    if (status != DriverStatus.RUNNING) {
      return;
    }
    boolean wasSubscribed = link.subscribed();
    giveUpConnection();
    link.none();
    if (wasSubscribed) {
      out.disconnected();
    }
    leader = address;
    link.masterChanged();
    address.ifPresent(this::connect);
  }

  /** The connection could not be opened, or has ended. */
  public void closed(long connection) {
    if (link.concerns(connection)) {
      lost();
    }
  }

  /** The master that was asked says that another one leads. */
  public void redirected(long connection, String address) {
    if (!link.concerns(connection)) {
      return;
    }
    out.close(connection);
    if (status == DriverStatus.RUNNING && link.mayRedirect()) {
      connect(address);
    } else {
      waitForNextAttempt();
    }
  }

  /** The master will not take SUBSCRIBE, and would not another time. */
  public void subscribeRefused(long connection, String message) {
    if (link.concerns(connection)) {
      fail(message);
    }
  }

  /** A call other than SUBSCRIBE was refused; the type is that of the call. */
  public void callRefused(Call.Type type, String message) {
    if (type == Call.Type.UPDATE_FRAMEWORK && status == DriverStatus.RUNNING) {
      abort();
      out.error("The framework could not be updated: " + message);
    }
  }

  /** Looks whether a deadline has passed. */
  public void tick() {
    if (!link.due()) {
      return;
    }
    if (link.state() == MasterLink.State.WAITING) {
      String address = leader.orElseThrow(() -> new IllegalStateException("waiting for no master"));
      connect(address);
    } else {
      lost();
    }
  }

  /** Events of a connection have come that cannot be taken yet: its master is alive. */
  public void backlogged(long connection) {
    if (link.concerns(connection)) {
      link.heard();
    }
  }

  /** Takes an event of a connection. */
  public void event(long connection, Event event) {
    if (!link.concerns(connection)) {
      return;
    }
    link.heard();
    if (status != DriverStatus.RUNNING) {
      giveBack(event);
      return;
    }
    if (event.getType() == Event.Type.ERROR) {
      fail(event.getError().getMessage());
    } else if (event.getType() == Event.Type.SUBSCRIBED) {
      subscribed(event.getSubscribed());
    } else if (link.subscribed()) {
      report(event);
    }
  }

  /** Offers may have been on their way when the driver was aborted. */
  private void giveBack(Event event) {
    if (status == DriverStatus.ABORTED && event.getOffers().getOffersCount() > 0) {
      List<OfferID> late = new ArrayList<>();
      event.getOffers().getOffersList().forEach(offer -> late.add(offer.getId()));
      send(SchedulerCalls.decline(late, Filters.getDefaultInstance()));
    }
  }

  private void subscribed(Event.Subscribed event) {
    if (link.subscribed()) {
      return;
    }
    link.nowSubscribed(event.getHeartbeatIntervalSeconds());
    framework = framework.toBuilder().setId(event.getFrameworkId()).build();
    MasterInfo master =
        event.hasMasterInfo() ? event.getMasterInfo() : SchedulerCalls.unknownMaster();
    if (registeredBefore) {
      out.reregistered(master);
    } else {
      registeredBefore = true;
      out.registered(event.getFrameworkId(), master);
    }
  }

  private void report(Event event) {
    switch (event.getType()) {
      case OFFERS:
        List<Offer> offered = event.getOffers().getOffersList();
        offered.forEach(offer -> offers.add(offer.getId()));
        out.offers(offered);
        break;
      case RESCIND:
        offers.remove(event.getRescind().getOfferId());
        out.offerRescinded(event.getRescind().getOfferId());
        break;
      case UPDATE:
        out.status(event.getUpdate().getStatus());
        break;
      case MESSAGE:
        Event.Message message = event.getMessage();
        out.message(message.getExecutorId(), message.getAgentId(), message.getData().toByteArray());
        break;
      case FAILURE:
        failure(event.getFailure());
        break;
      case UNKNOWN:
      case SUBSCRIBED:
      case ERROR:
      case HEARTBEAT:
      case INVERSE_OFFERS:
      case RESCIND_INVERSE_OFFER:
      case UPDATE_OPERATION_STATUS:
        // The interface has no callback for these.
        break;
    }
  }

  private void failure(Event.Failure failure) {
    if (failure.hasExecutorId()) {
      out.executorLost(failure.getExecutorId(), failure.getAgentId(), failure.getStatus());
    } else if (failure.hasAgentId()) {
      out.agentLost(failure.getAgentId());
    }
  }

  private void lost() {
    boolean wasSubscribed = link.subscribed();
    giveUpConnection();
    if (wasSubscribed && status == DriverStatus.RUNNING) {
      out.disconnected();
    }
    waitForNextAttempt();
  }

  private void waitForNextAttempt() {
    if (status == DriverStatus.RUNNING && leader.isPresent()) {
      link.waitForNextAttempt();
    } else {
      link.none();
    }
  }

  private void giveUpConnection() {
    if (link.connected()) {
      out.close(link.connection());
    }
    // The master has taken them back.
    offers.clear();
  }

  private void connect(String address) {
    long connection = link.connecting();
    out.connect(
        connection, address, SchedulerCalls.subscribe(framework, roles.suppressed(), constraints));
  }

  private void send(Call.Builder call) {
    out.send(link.connection(), call.setFrameworkId(framework.getId()).build());
  }

  private DriverStatus sendIfSubscribed(Call.Builder call) {
    if (status == DriverStatus.RUNNING && link.subscribed()) {
      send(call);
    }
    return status;
  }

  /** A call that the interface forbids: the driver aborts, and says why. */
  private DriverStatus misused(String message) {
    if (status == DriverStatus.RUNNING) {
      abort();
      out.error(message);
    }
    return status;
  }

  /** The callback with a status has returned. */
  public void statusTaken(TaskStatus taken) {
    if (implicitAcknowledgements) {
      acknowledge(taken);
    }
  }

  public DriverStatus acknowledgeStatusUpdate(TaskStatus taken) {
    if (implicitAcknowledgements) {
      return misused(
          "acknowledgeStatusUpdate is only for a driver that was made with"
              + " implicitAcknowledgements = false");
    }
    return acknowledge(taken);
  }

  private DriverStatus acknowledge(TaskStatus taken) {
    return taken.hasUuid() && taken.hasAgentId()
        ? sendIfSubscribed(SchedulerCalls.acknowledge(taken))
        : status;
  }

  public DriverStatus launchTasks(
      Collection<OfferID> offerIds, Collection<TaskInfo> tasks, Filters filters) {
    return acceptOffers(offerIds, SchedulerCalls.launch(tasks), filters);
  }

  public DriverStatus acceptOffers(
      Collection<OfferID> offerIds, Collection<Offer.Operation> operations, Filters filters) {
    if (status != DriverStatus.RUNNING) {
      return status;
    }
    if (operations.stream().anyMatch(Offer.Operation::hasId)) {
      return misused("acceptOffers: an operation has an id, which this interface does not support");
    }
    if (!link.subscribed()) {
      calls.notLaunched(framework, operations).forEach(out::status);
      return status;
    }
    offers.removeAll(offerIds);
    send(SchedulerCalls.accept(framework.getId(), offerIds, operations, filters));
    return status;
  }

  public DriverStatus declineOffer(OfferID offer, Filters filters) {
    offers.remove(offer);
    return sendIfSubscribed(SchedulerCalls.decline(Collections.singleton(offer), filters));
  }

  public DriverStatus killTask(TaskID task) {
    return sendIfSubscribed(SchedulerCalls.kill(task));
  }

  public DriverStatus requestResources(Collection<Request> requests) {
    return sendIfSubscribed(SchedulerCalls.request(requests));
  }

  public DriverStatus reconcileTasks(Collection<TaskStatus> statuses) {
    return sendIfSubscribed(SchedulerCalls.reconcile(statuses));
  }

  public DriverStatus sendFrameworkMessage(ExecutorID executor, AgentID agent, byte[] data) {
    return sendIfSubscribed(SchedulerCalls.message(executor, agent, data));
  }

  /** Takes offers again, for all roles; also remembered while there is no master. */
  public DriverStatus reviveOffers() {
    if (status == DriverStatus.RUNNING) {
      roles.reviveAll();
    }
    return sendIfSubscribed(SchedulerCalls.revive());
  }

  /** Takes offers again for some roles; does nothing for none. */
  public DriverStatus reviveOffers(Collection<String> some) {
    if (some.isEmpty() || status != DriverStatus.RUNNING) {
      return status;
    }
    roles.revive(some);
    return sendIfSubscribed(SchedulerCalls.revive(some));
  }

  /** Wants no offers, for any role; also remembered while there is no master. */
  public DriverStatus suppressOffers() {
    if (status == DriverStatus.RUNNING) {
      roles.suppress(Roles.of(framework));
    }
    return sendIfSubscribed(SchedulerCalls.suppress());
  }

  /** Wants no offers for some roles; does nothing for none. */
  public DriverStatus suppressOffers(Collection<String> some) {
    if (some.isEmpty() || status != DriverStatus.RUNNING) {
      return status;
    }
    roles.suppress(some);
    return sendIfSubscribed(SchedulerCalls.suppress(some));
  }

  /** Changes what the framework says of itself, all of it. */
  public DriverStatus updateFramework(
      FrameworkInfo changed,
      Collection<String> suppressedRoles,
      Optional<OfferConstraints> offerConstraints) {
    if (status != DriverStatus.RUNNING) {
      return status;
    }
    FrameworkID id = framework.getId();
    if (id.getValue().isEmpty()) {
      return misused("updateFramework: the framework is not registered yet");
    }
    if (changed.getId().getValue().isEmpty()) {
      return misused("updateFramework: FrameworkInfo.id is not set");
    }
    if (!id.equals(changed.getId())) {
      return misused(
          "updateFramework: FrameworkInfo.id is "
              + changed.getId().getValue()
              + ", but the framework is "
              + id.getValue());
    }
    framework = changed;
    roles.suppressOnly(suppressedRoles);
    constraints = offerConstraints;
    return sendIfSubscribed(
        SchedulerCalls.updateFramework(framework, roles.suppressed(), constraints));
  }
}
