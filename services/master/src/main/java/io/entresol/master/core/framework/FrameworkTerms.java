package io.entresol.master.core.framework;

import io.entresol.master.core.book.Agent;
import io.entresol.master.core.book.Books;
import io.entresol.master.core.book.Framework;
import io.entresol.master.core.book.LiveTask;
import io.entresol.master.core.turn.Turn;
import io.entresol.master.core.validation.FrameworkRules;
import io.entresol.master.core.validation.OfferConstraintRules;
import io.entresol.mesos.v1.FrameworkInfo;
import io.entresol.mesos.v1.scheduler.Call;
import io.entresol.proto.bus.AgentCommand;
import io.entresol.proto.bus.UpdateFramework;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/** What frameworks say of themselves: whether this cluster takes it, and who is told of it. */
public final class FrameworkTerms {
  private final Books books;

  public FrameworkTerms(Books books) {
    this.books = books;
  }

  /** Why this cluster does not take a framework on these terms, or empty if it does. */
  public Optional<String> check(Call.Subscribe subscribe) {
    Optional<String> refusal = checkInfo(subscribe.getFrameworkInfo());
    return refusal.isPresent() ? refusal : checkWishes(subscribe);
  }

  /** Why this cluster does not take that framework, or empty if it does. */
  public Optional<String> checkInfo(FrameworkInfo info) {
    Optional<String> refusal = FrameworkRules.check(info);
    if (refusal.isPresent()) {
      return refusal;
    }
    for (String role : Framework.rolesOf(info)) {
      if (!isAllowed(role)) {
        return Optional.of("role '" + role + "' is not among the master's --roles");
      }
    }
    if (info.getUser().equals("root") && !books.config().frameworks().rootSubmissions()) {
      return Optional.of("user 'root' may not run frameworks here (--root_submissions)");
    }
    return books.frameworks().isCompleted(info.getId().getValue())
        ? Optional.of("Framework has been removed")
        : Optional.empty();
  }

  /** Whether frameworks may have that role. */
  public boolean isAllowed(String role) {
    return books.config().roleWhitelist().map(roles -> roles.contains(role)).orElse(true);
  }

  /** Why a framework's suppressed roles or constraints cannot be kept, or empty if they can. */
  public Optional<String> checkWishes(Call.Subscribe subscribe) {
    Set<String> roles = Framework.rolesOf(subscribe.getFrameworkInfo());
    Optional<String> refusal =
        FrameworkRules.checkSuppressed(subscribe.getSuppressedRolesList(), roles);
    return refusal.isPresent()
        ? refusal
        : OfferConstraintRules.check(subscribe.getOfferConstraints(), roles);
  }

  /** The changed info, with what a framework cannot change by subscribing again. */
  public FrameworkInfo keepImmutable(FrameworkInfo old, FrameworkInfo changed) {
    return changed.toBuilder().setUser(old.getUser()).setCheckpoint(old.getCheckpoint()).build();
  }

  /** From now on the framework is what it says. */
  public void accept(Framework framework, Call.Subscribe subscribe) {
    framework.setInfo(subscribe.getFrameworkInfo());
    framework.setSuppressedRoles(new LinkedHashSet<>(subscribe.getSuppressedRolesList()));
    framework.setOfferConstraints(
        subscribe.hasOfferConstraints()
            ? Optional.of(subscribe.getOfferConstraints())
            : Optional.empty());
  }

  /** Tells the agents on which the framework has something what it is now. */
  public void tellAgents(Turn turn, Framework framework) {
    for (Agent agent : agentsOf(framework)) {
      turn.toAgent(
          agent,
          AgentCommand.newBuilder()
              .setUpdateFramework(UpdateFramework.newBuilder().setFramework(framework.info())));
    }
  }

  /** The registered agents that have a task or an executor of the framework. */
  public Set<Agent> agentsOf(Framework framework) {
    Set<Agent> agents = new LinkedHashSet<>(framework.agents());
    for (LiveTask task : framework.tasks()) {
      agents.add(books.agents().get(task.agentId()));
    }
    return agents;
  }
}
