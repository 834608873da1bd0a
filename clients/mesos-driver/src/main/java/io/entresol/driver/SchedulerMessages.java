package io.entresol.driver;

import io.entresol.driver.core.DriverStatus;
import io.entresol.driver.core.SchedulerCore;
import io.entresol.mesos.v1.AgentID;
import io.entresol.mesos.v1.Credential;
import io.entresol.mesos.v1.ExecutorID;
import io.entresol.mesos.v1.Filters;
import io.entresol.mesos.v1.FrameworkInfo;
import io.entresol.mesos.v1.Offer;
import io.entresol.mesos.v1.OfferID;
import io.entresol.mesos.v1.Request;
import io.entresol.mesos.v1.TaskID;
import io.entresol.mesos.v1.TaskInfo;
import io.entresol.mesos.v1.TaskStatus;
import io.entresol.mesos.v1.scheduler.OfferConstraints;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.apache.mesos.Protos;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The calls of the host's scheduler, in messages of our own. They are read before the core is
 * asked, so that a message that cannot be read changes nothing.
 *
 * <p>Lambdas, not method references: for a method that is inherited, a reference would name the
 * class that declares it, and that is one of the host's protobuf.
 */
public final class SchedulerMessages {
  private static final Logger LOG = LoggerFactory.getLogger(SchedulerMessages.class);

  private SchedulerMessages() {}

  public static void authenticate(SchedulerShell shell, Protos.Credential credential) {
    Credential ours = HostMessages.ours(Credential.parser(), credential.toByteArray());
    shell.credential(ours.getPrincipal(), ours.getSecret().getBytes(StandardCharsets.UTF_8));
  }

  public static Function<SchedulerCore, DriverStatus> requestResources(
      Collection<Protos.Request> requests) {
    List<Request> ours =
        HostMessages.ours(Request.parser(), requests, request -> request.toByteArray());
    return core -> core.requestResources(ours);
  }

  public static Function<SchedulerCore, DriverStatus> launchTasks(
      Collection<Protos.OfferID> offers,
      Collection<Protos.TaskInfo> tasks,
      Protos.Filters filters) {
    List<OfferID> ourOffers = offerIds(offers);
    List<TaskInfo> ourTasks =
        HostMessages.ours(TaskInfo.parser(), tasks, task -> task.toByteArray());
    Filters ourFilters = filters(filters);
    return core -> core.launchTasks(ourOffers, ourTasks, ourFilters);
  }

  public static Function<SchedulerCore, DriverStatus> acceptOffers(
      Collection<Protos.OfferID> offers,
      Collection<Protos.Offer.Operation> operations,
      Protos.Filters filters) {
    List<OfferID> ourOffers = offerIds(offers);
    List<Offer.Operation> ourOperations =
        HostMessages.ours(
            Offer.Operation.parser(), operations, operation -> operation.toByteArray());
    Filters ourFilters = filters(filters);
    return core -> core.acceptOffers(ourOffers, ourOperations, ourFilters);
  }

  public static Function<SchedulerCore, DriverStatus> declineOffer(
      Protos.OfferID offer, Protos.Filters filters) {
    OfferID ours = HostMessages.ours(OfferID.parser(), offer.toByteArray());
    Filters ourFilters = filters(filters);
    return core -> core.declineOffer(ours, ourFilters);
  }

  public static Function<SchedulerCore, DriverStatus> killTask(Protos.TaskID task) {
    TaskID ours = HostMessages.ours(TaskID.parser(), task.toByteArray());
    return core -> core.killTask(ours);
  }

  public static Function<SchedulerCore, DriverStatus> acknowledgeStatusUpdate(
      Protos.TaskStatus status) {
    TaskStatus ours = HostMessages.ours(TaskStatus.parser(), status.toByteArray());
    return core -> core.acknowledgeStatusUpdate(ours);
  }

  public static Function<SchedulerCore, DriverStatus> sendFrameworkMessage(
      Protos.ExecutorID executor, Protos.SlaveID agent, byte[] data) {
    ExecutorID ourExecutor = HostMessages.ours(ExecutorID.parser(), executor.toByteArray());
    AgentID ourAgent = HostMessages.ours(AgentID.parser(), agent.toByteArray());
    byte[] copy = data.clone();
    return core -> core.sendFrameworkMessage(ourExecutor, ourAgent, copy);
  }

  public static Function<SchedulerCore, DriverStatus> reconcileTasks(
      Collection<Protos.TaskStatus> statuses) {
    List<TaskStatus> ours =
        HostMessages.ours(TaskStatus.parser(), statuses, status -> status.toByteArray());
    return core -> core.reconcileTasks(ours);
  }

  /** A host's framework, with the user and the host name filled in if they are missing. */
  static FrameworkInfo framework(Protos.FrameworkInfo framework) {
    FrameworkInfo ours = HostMessages.ours(FrameworkInfo.parser(), framework.toByteArray());
    FrameworkInfo.Builder builder = ours.toBuilder();
    if (ours.getUser().isEmpty()) {
      builder.setUser(System.getProperty("user.name"));
    }
    if (!ours.hasHostname()) {
      try {
        builder.setHostname(InetAddress.getLocalHost().getHostName());
      } catch (UnknownHostException e) {
        LOG.debug("This host has no name; the framework is registered without", e);
      }
    }
    return builder.build();
  }

  public static Function<SchedulerCore, DriverStatus> updateFramework(
      Protos.FrameworkInfo framework, Collection<String> suppressedRoles) {
    FrameworkInfo ours = framework(framework);
    return core -> core.updateFramework(ours, suppressedRoles, Optional.empty());
  }

  /** As the other one, with the bytes of the host's {@code OfferConstraints}. */
  public static Function<SchedulerCore, DriverStatus> updateFramework(
      Protos.FrameworkInfo framework, Collection<String> suppressedRoles, byte[] constraints) {
    FrameworkInfo ours = framework(framework);
    OfferConstraints ourConstraints = HostMessages.ours(OfferConstraints.parser(), constraints);
    return core -> core.updateFramework(ours, suppressedRoles, Optional.of(ourConstraints));
  }

  private static List<OfferID> offerIds(Collection<Protos.OfferID> offers) {
    return HostMessages.ours(OfferID.parser(), offers, offer -> offer.toByteArray());
  }

  private static Filters filters(Protos.Filters filters) {
    return HostMessages.ours(Filters.parser(), filters.toByteArray());
  }
}
