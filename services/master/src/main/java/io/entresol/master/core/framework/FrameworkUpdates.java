package io.entresol.master.core.framework;

import io.entresol.master.core.book.Framework;
import io.entresol.master.core.notice.AllocatorNotes;
import io.entresol.master.core.notice.Notes;
import io.entresol.master.core.notice.OperatorNotes;
import io.entresol.master.core.offer.Offers;
import io.entresol.master.core.turn.Turn;
import io.entresol.master.core.validation.FrameworkRules;
import io.entresol.mesos.v1.FrameworkInfo;
import io.entresol.mesos.v1.scheduler.Call;
import java.util.List;
import java.util.Optional;

/** Changes of a framework that keeps its stream. */
public final class FrameworkUpdates {
  private final FrameworkTerms terms;
  private final Offers offers;
  private final OperatorNotes operators;
  private final AllocatorNotes allocator;

  public FrameworkUpdates(FrameworkTerms terms, Offers offers, Notes notes) {
    this.terms = terms;
    this.offers = offers;
    this.operators = notes.operators();
    this.allocator = notes.allocator();
  }

  /** Replaces what the framework said before. Returns why not, or empty if it did. */
  public Optional<String> update(Turn turn, Framework framework, Call.UpdateFramework call) {
    FrameworkInfo info = call.getFrameworkInfo();
    Call.Subscribe.Builder wishes =
        Call.Subscribe.newBuilder()
            .setFrameworkInfo(info)
            .addAllSuppressedRoles(call.getSuppressedRolesList());
    if (call.hasOfferConstraints()) {
      wishes.setOfferConstraints(call.getOfferConstraints());
    }
    Optional<String> refusal = check(framework, wishes.build());
    if (refusal.isPresent()) {
      return refusal;
    }
    boolean changed = !framework.info().equals(info);
    terms.accept(framework, wishes.build());
    allocator.frameworkUpdated(turn, framework);
    List.copyOf(framework.offers()).stream()
        .filter(offer -> !framework.roles().contains(offer.role()))
        .forEach(offer -> offers.rescind(turn, offer));
    if (changed) {
      operators.frameworkUpdated(turn, framework);
      terms.tellAgents(turn, framework);
    }
    return Optional.empty();
  }

  private Optional<String> check(Framework framework, Call.Subscribe wishes) {
    FrameworkInfo info = wishes.getFrameworkInfo();
    Optional<String> refusal = terms.checkInfo(info);
    if (refusal.isPresent()) {
      return refusal.map(text -> "Supplied FrameworkInfo is not valid: " + text);
    }
    refusal = FrameworkRules.checkUpdate(framework.info(), info);
    if (refusal.isPresent()) {
      return refusal.map(text -> "FrameworkInfo update is not valid: " + text);
    }
    return terms.checkWishes(wishes).map(text -> "'UpdateFramework' call is not valid: " + text);
  }
}
