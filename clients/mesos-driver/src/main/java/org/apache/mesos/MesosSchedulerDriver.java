package org.apache.mesos;

import io.entresol.driver.SchedulerMessages;
import io.entresol.driver.SchedulerShell;
import java.util.Collection;
import java.util.Collections;

/**
 * The driver of schedulers, without a native library: it speaks the master's HTTP API. The master
 * is given as {@code host:port}, as {@code zk://…} or as {@code file:///path} of a file that holds
 * one of these.
 */
public class MesosSchedulerDriver implements SchedulerDriver {
  private final Scheduler scheduler;
  private final Protos.FrameworkInfo framework;
  private final Collection<String> suppressedRoles;
  private final String master;
  private final boolean implicitAcknowledgements;
  private final Protos.Credential credential;
  private SchedulerShell shell;

  public MesosSchedulerDriver(Scheduler scheduler, Protos.FrameworkInfo framework, String master) {
    this(scheduler, framework, Collections.emptyList(), master, true, null, false);
  }

  public MesosSchedulerDriver(
      Scheduler scheduler,
      Protos.FrameworkInfo framework,
      String master,
      Protos.Credential credential) {
    this(scheduler, framework, Collections.emptyList(), master, true, credential, true);
  }

  public MesosSchedulerDriver(
      Scheduler scheduler,
      Protos.FrameworkInfo framework,
      String master,
      boolean implicitAcknowledgements) {
    this(
        scheduler,
        framework,
        Collections.emptyList(),
        master,
        implicitAcknowledgements,
        null,
        false);
  }

  public MesosSchedulerDriver(
      Scheduler scheduler,
      Protos.FrameworkInfo framework,
      String master,
      boolean implicitAcknowledgements,
      Protos.Credential credential) {
    this(
        scheduler,
        framework,
        Collections.emptyList(),
        master,
        implicitAcknowledgements,
        credential,
        true);
  }

  public MesosSchedulerDriver(
      Scheduler scheduler,
      Protos.FrameworkInfo framework,
      Collection<String> suppressedRoles,
      String master,
      boolean implicitAcknowledgements) {
    this(scheduler, framework, suppressedRoles, master, implicitAcknowledgements, null, false);
  }

  public MesosSchedulerDriver(
      Scheduler scheduler,
      Protos.FrameworkInfo framework,
      Collection<String> suppressedRoles,
      String master,
      boolean implicitAcknowledgements,
      Protos.Credential credential) {
    this(scheduler, framework, suppressedRoles, master, implicitAcknowledgements, credential, true);
  }

  private MesosSchedulerDriver(
      Scheduler scheduler,
      Protos.FrameworkInfo framework,
      Collection<String> suppressedRoles,
      String master,
      boolean implicitAcknowledgements,
      Protos.Credential credential,
      boolean authenticates) {
    this.scheduler = notNull(scheduler, "Scheduler");
    this.framework = notNull(framework, "FrameworkInfo");
    this.suppressedRoles = notNull(suppressedRoles, "suppressed roles");
    this.master = notNull(master, "master");
    this.implicitAcknowledgements = implicitAcknowledgements;
    this.credential = authenticates ? notNull(credential, "credential") : null;
    initialize();
  }

  private static <T> T notNull(T value, String what) {
    if (value == null) {
      throw new NullPointerException("Not expecting a null " + what);
    }
    return value;
  }

  protected void initialize() {
    shell =
        new SchedulerShell(
            this,
            scheduler,
            framework,
            suppressedRoles,
            master,
            implicitAcknowledgements,
            System.getenv());
    if (credential != null) {
      SchedulerMessages.authenticate(shell, credential);
    }
  }

  @Override
  public Protos.Status start() {
    return shell.start();
  }

  @Override
  public Protos.Status stop(boolean failover) {
    return shell.stop(failover);
  }

  @Override
  public Protos.Status stop() {
    return stop(false);
  }

  @Override
  public Protos.Status abort() {
    return shell.abort();
  }

  @Override
  public Protos.Status join() {
    return shell.awaitEnd();
  }

  @Override
  public Protos.Status run() {
    Protos.Status status = start();
    return status == Protos.Status.DRIVER_RUNNING ? join() : status;
  }

  @Override
  public Protos.Status requestResources(Collection<Protos.Request> requests) {
    return shell.call(SchedulerMessages.requestResources(requests));
  }

  @Deprecated
  @Override
  public Protos.Status launchTasks(Protos.OfferID offer, Collection<Protos.TaskInfo> tasks) {
    return launchTasks(offer, tasks, Protos.Filters.newBuilder().build());
  }

  @SuppressWarnings("InlineMeSuggester") // It would make the method final.
  @Deprecated
  @Override
  public Protos.Status launchTasks(
      Protos.OfferID offer, Collection<Protos.TaskInfo> tasks, Protos.Filters filters) {
    return launchTasks(Collections.singleton(offer), tasks, filters);
  }

  @Override
  public Protos.Status launchTasks(
      Collection<Protos.OfferID> offers, Collection<Protos.TaskInfo> tasks) {
    return launchTasks(offers, tasks, Protos.Filters.newBuilder().build());
  }

  @Override
  public Protos.Status launchTasks(
      Collection<Protos.OfferID> offers,
      Collection<Protos.TaskInfo> tasks,
      Protos.Filters filters) {
    return shell.call(SchedulerMessages.launchTasks(offers, tasks, filters));
  }

  @Override
  public Protos.Status killTask(Protos.TaskID task) {
    return shell.call(SchedulerMessages.killTask(task));
  }

  @Override
  public Protos.Status acceptOffers(
      Collection<Protos.OfferID> offers,
      Collection<Protos.Offer.Operation> operations,
      Protos.Filters filters) {
    return shell.call(SchedulerMessages.acceptOffers(offers, operations, filters));
  }

  @Override
  public Protos.Status declineOffer(Protos.OfferID offer) {
    return declineOffer(offer, Protos.Filters.newBuilder().build());
  }

  @Override
  public Protos.Status declineOffer(Protos.OfferID offer, Protos.Filters filters) {
    return shell.call(SchedulerMessages.declineOffer(offer, filters));
  }

  @Override
  public Protos.Status reviveOffers() {
    return shell.call(core -> core.reviveOffers());
  }

  @Override
  public Protos.Status reviveOffers(Collection<String> roles) {
    return shell.call(core -> core.reviveOffers(roles));
  }

  @Override
  public Protos.Status suppressOffers() {
    return shell.call(core -> core.suppressOffers());
  }

  @Override
  public Protos.Status suppressOffers(Collection<String> roles) {
    return shell.call(core -> core.suppressOffers(roles));
  }

  @Override
  public Protos.Status acknowledgeStatusUpdate(Protos.TaskStatus status) {
    return shell.call(SchedulerMessages.acknowledgeStatusUpdate(status));
  }

  @Override
  public Protos.Status sendFrameworkMessage(
      Protos.ExecutorID executor, Protos.SlaveID slave, byte[] data) {
    return shell.call(SchedulerMessages.sendFrameworkMessage(executor, slave, data));
  }

  @Override
  public Protos.Status reconcileTasks(Collection<Protos.TaskStatus> statuses) {
    return shell.call(SchedulerMessages.reconcileTasks(statuses));
  }

  @Deprecated
  @Override
  public Protos.Status updateFramework(
      Protos.FrameworkInfo changed, Collection<String> suppressed) {
    return shell.call(SchedulerMessages.updateFramework(changed, suppressed));
  }

  /** Only hosts with the class of the third argument can call this, and it is loaded only then. */
  @Override
  public Protos.Status updateFramework(
      Protos.FrameworkInfo changed,
      Collection<String> suppressed,
      org.apache.mesos.scheduler.Protos.OfferConstraints constraints) {
    return shell.call(
        SchedulerMessages.updateFramework(changed, suppressed, constraints.toByteArray()));
  }
}
