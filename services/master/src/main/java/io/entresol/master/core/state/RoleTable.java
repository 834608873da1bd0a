package io.entresol.master.core.state;

import io.entresol.domain.resources.ResourceKey;
import io.entresol.domain.resources.Resources;
import io.entresol.master.core.book.Agent;
import io.entresol.master.core.book.Books;
import io.entresol.master.core.book.Framework;
import io.entresol.master.core.book.OutstandingOffer;
import io.entresol.master.core.book.Quantities;
import io.entresol.master.core.validation.RoleRules;
import io.entresol.mesos.v1.quota.QuotaConfig;
import io.entresol.proto.bus.RoleState;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** All roles that are known, with what they have and hold. Looks at each agent once. */
final class RoleTable {
  /** What one role has and holds, with all roles below it. */
  private static final class Row {
    private final Quantities allocated = new Quantities();
    private final Quantities offered = new Quantities();
    private final Quantities reserved = new Quantities();
    private final Quantities reservedInUse = new Quantities();
    private final List<Framework> frameworks = new ArrayList<>();
  }

  private final Books books;
  private final Map<String, Row> rows = new TreeMap<>();

  RoleTable(Books books) {
    this.books = books;
    names();
    for (Framework framework : books.frameworks().all()) {
      for (String role : framework.roles()) {
        if (rows.containsKey(role)) {
          rows.get(role).frameworks.add(framework);
        }
      }
      for (OutstandingOffer offer : framework.offers()) {
        lineage(offer.role()).forEach(row -> row.offered.add(offer.resources(), key -> true));
      }
    }
    books.agents().all().forEach(this::add);
  }

  private void names() {
    Set<String> names = new HashSet<>();
    if (books.config().roleWhitelist().isPresent()) {
      names.addAll(books.config().roleWhitelist().get());
    } else {
      books.frameworks().all().forEach(framework -> names.addAll(framework.roles()));
      for (Agent agent : books.agents().all()) {
        for (ResourceKey key : agent.account().total().held().keySet()) {
          if (key.isReserved()) {
            names.add(key.role());
          }
        }
      }
      names.addAll(books.roles().weights().keySet());
      names.addAll(books.roles().quotas().keySet());
    }
    for (String name : names) {
      rows.computeIfAbsent(name, n -> new Row());
      RoleRules.ancestors(name).forEach(ancestor -> rows.computeIfAbsent(ancestor, a -> new Row()));
    }
  }

  private void add(Agent agent) {
    agent
        .account()
        .total()
        .held()
        .keySet()
        .forEach(key -> addReserved(key, agent.account().total()));
    for (Resources used : agent.account().usedByFramework().values()) {
      for (ResourceKey key : used.held().keySet()) {
        addUsed(key, used);
      }
    }
  }

  private void addReserved(ResourceKey key, Resources total) {
    if (key.isReserved()) {
      lineage(key.role()).forEach(row -> row.reserved.add(total, key::equals));
    }
  }

  private void addUsed(ResourceKey key, Resources used) {
    key.allocatedTo()
        .ifPresent(role -> lineage(role).forEach(row -> row.allocated.add(used, key::equals)));
    if (key.isReserved()) {
      lineage(key.role()).forEach(row -> row.reservedInUse.add(used, key::equals));
    }
  }

  private List<Row> lineage(String role) {
    List<Row> lineage = new ArrayList<>();
    Row own = rows.get(role);
    if (own != null) {
      lineage.add(own);
    }
    for (String ancestor : RoleRules.ancestors(role)) {
      if (rows.containsKey(ancestor)) {
        lineage.add(rows.get(ancestor));
      }
    }
    return lineage;
  }

  List<RoleState> states() {
    List<RoleState> states = new ArrayList<>();
    rows.forEach((role, row) -> states.add(state(role, row)));
    return states;
  }

  private RoleState state(String role, Row row) {
    Quantities consumed =
        new Quantities().add(row.reserved).subtract(row.reservedInUse).add(row.allocated);
    RoleState.Builder state =
        RoleState.newBuilder()
            .setName(role)
            .setWeight(books.roles().weight(role))
            .addAllAllocated(row.allocated.toProto())
            .addAllOffered(row.offered.toProto())
            .addAllReserved(row.reserved.toProto())
            .addAllQuotaConsumed(consumed.toProto());
    row.frameworks.forEach(framework -> state.addFrameworks(framework.protoId()));
    QuotaConfig quota = books.roles().quotas().get(role);
    if (quota != null) {
      state.setQuota(quota);
    }
    return state.build();
  }
}
