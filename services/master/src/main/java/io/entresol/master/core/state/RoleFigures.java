package io.entresol.master.core.state;

import io.entresol.domain.resources.ResourceKey;
import io.entresol.domain.resources.Resources;
import io.entresol.domain.resources.Scalar;
import io.entresol.master.core.book.Agent;
import io.entresol.master.core.book.Books;
import io.entresol.master.core.book.Framework;
import io.entresol.master.core.book.OutstandingOffer;
import io.entresol.master.core.book.Quantities;
import io.entresol.master.core.validation.RoleRules;
import java.util.function.Predicate;

/** What roles have and hold, with all roles below them. Looks at every agent. */
public final class RoleFigures {
  private final Books books;

  public RoleFigures(Books books) {
    this.books = books;
  }

  /** What tasks and executors hold that is allocated to the role. */
  public Quantities allocated(String role) {
    Quantities sum = new Quantities();
    for (Agent agent : books.agents().all()) {
      for (Resources used : agent.account().usedByFramework().values()) {
        sum.add(used, allocatedTo(role));
      }
    }
    return sum;
  }

  public Quantities offered(String role) {
    Quantities sum = new Quantities();
    for (Framework framework : books.frameworks().all()) {
      for (OutstandingOffer offer : framework.offers()) {
        sum.add(offer.resources(), allocatedTo(role));
      }
    }
    return sum;
  }

  public Quantities reserved(String role) {
    Quantities sum = new Quantities();
    books.agents().all().forEach(agent -> sum.add(agent.account().total(), reservedFor(role)));
    return sum;
  }

  /** What counts toward the role's quota: what it holds, and what is reserved and not held. */
  public Quantities consumed(String role) {
    Quantities used = new Quantities();
    for (Agent agent : books.agents().all()) {
      for (Resources held : agent.account().usedByFramework().values()) {
        used.add(held, reservedFor(role));
      }
    }
    return reserved(role).subtract(used).add(allocated(role));
  }

  /** All that the cluster has and may promise. */
  public Quantities capacity() {
    Quantities sum = new Quantities();
    for (Agent agent : books.agents().all()) {
      Resources regular = agent.account().total().nonRevocable();
      sum.add(
          regular.filter(key -> regular.amount(key).orElseThrow() instanceof Scalar), key -> true);
    }
    return sum;
  }

  private static Predicate<ResourceKey> allocatedTo(String role) {
    return key -> key.allocatedTo().map(to -> RoleRules.isAtOrBelow(to, role)).orElse(false);
  }

  private static Predicate<ResourceKey> reservedFor(String role) {
    return key -> key.isReserved() && RoleRules.isAtOrBelow(key.role(), role);
  }
}
