package io.entresol.master.core.operator;

import io.entresol.master.core.book.Agent;
import io.entresol.master.core.book.Books;
import io.entresol.master.core.book.Framework;
import io.entresol.master.core.book.OutstandingOffer;
import io.entresol.master.core.book.Quantities;
import io.entresol.master.core.framework.FrameworkTerms;
import io.entresol.master.core.notice.AllocatorNotes;
import io.entresol.master.core.offer.Offers;
import io.entresol.master.core.state.RoleFigures;
import io.entresol.master.core.turn.Replies;
import io.entresol.master.core.turn.Turn;
import io.entresol.master.core.validation.QuotaRules;
import io.entresol.master.core.validation.RoleRules;
import io.entresol.mesos.v1.Resource;
import io.entresol.mesos.v1.master.Call;
import io.entresol.mesos.v1.master.Response;
import io.entresol.mesos.v1.quota.QuotaConfig;
import io.entresol.mesos.v1.quota.QuotaInfo;
import io.entresol.mesos.v1.quota.QuotaRequest;
import io.entresol.mesos.v1.quota.QuotaStatus;
import io.entresol.proto.bus.MasterReply;
import io.entresol.proto.bus.RoleQuota;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Guarantees and limits of roles. */
final class QuotaCalls {
  private final Books books;
  private final FrameworkTerms terms;
  private final RoleFigures figures;
  private final Offers offers;
  private final AllocatorNotes allocator;

  QuotaCalls(Books books, FrameworkTerms terms, Offers offers, AllocatorNotes allocator) {
    this.books = books;
    this.terms = terms;
    this.figures = new RoleFigures(books);
    this.offers = offers;
    this.allocator = allocator;
  }

  MasterReply update(Turn turn, Call.UpdateQuota call) {
    for (QuotaConfig config : call.getQuotaConfigsList()) {
      Optional<String> refusal = check(config);
      if (refusal.isPresent()) {
        return Replies.operator(Replies.BAD_REQUEST, refusal.get());
      }
    }
    if (!call.getForce()) {
      Optional<String> refusal = checkCluster(call.getQuotaConfigsList());
      if (refusal.isPresent()) {
        return Replies.operator(
            Replies.BAD_REQUEST,
            "Invalid QuotaConfig: " + refusal.get() + " (use 'force' flag to bypass this check)");
      }
    }
    set(turn, call.getQuotaConfigsList());
    return Replies.operator(Replies.OK);
  }

  private Optional<String> check(QuotaConfig config) {
    if (!terms.isAllowed(config.getRole())) {
      return Optional.of("the role is not among the master's --roles");
    }
    if (config.getRole().contains("/")) {
      return Optional.of(
          "Updating quota on nested role '" + config.getRole() + "' is not supported yet");
    }
    return QuotaRules.check(config).map(text -> "Invalid QuotaConfig: " + text);
  }

  private Optional<String> checkCluster(List<QuotaConfig> configs) {
    for (QuotaConfig config : configs) {
      Quantities consumed = figures.consumed(config.getRole());
      Quantities limits = Quantities.of(config.getLimitsMap());
      if (!consumed.isWithin(limits)) {
        return Optional.of(
            "role '"
                + config.getRole()
                + "' is already consuming '"
                + consumed
                + "'; this exceeds the requested limits '"
                + limits
                + "'");
      }
    }
    return checkCapacity(configs);
  }

  private Optional<String> checkCapacity(List<QuotaConfig> configs) {
    Map<String, QuotaConfig> after = new TreeMap<>(books.roles().quotas());
    configs.forEach(config -> after.put(config.getRole(), config));
    Quantities guaranteed = new Quantities();
    after.values().forEach(config -> guaranteed.add(Quantities.of(config.getGuaranteesMap())));
    Quantities capacity = figures.capacity();
    return capacity.contains(guaranteed)
        ? Optional.empty()
        : Optional.of(
            "total quota guarantees '"
                + guaranteed
                + "' exceed cluster capacity '"
                + capacity
                + "'");
  }

  private void set(Turn turn, List<QuotaConfig> configs) {
    for (QuotaConfig config : configs) {
      books.roles().quotas().put(config.getRole(), config);
      if (QuotaRules.isNothing(config)) {
        turn.remove(RegistryKeys.quota(config.getRole()));
      } else {
        turn.put(
            RegistryKeys.quota(config.getRole()), RoleQuota.newBuilder().setConfig(config).build());
      }
    }
    allocator.quotas(turn);
    configs.forEach(config -> makeRoom(turn, config));
  }

  /** Rescinds offers until the role keeps to its limits, and its guarantees can be kept. */
  private void makeRoom(Turn turn, QuotaConfig config) {
    String role = config.getRole();
    Quantities held = figures.consumed(role).add(figures.offered(role));
    Quantities limits = Quantities.of(config.getLimitsMap());
    for (Framework framework : books.frameworks().all()) {
      for (OutstandingOffer offer : List.copyOf(framework.offers())) {
        if (!held.isWithin(limits) && RoleRules.isAtOrBelow(offer.role(), role)) {
          held.subtract(Quantities.of(offer.resources()));
          offers.rescind(turn, offer);
        }
      }
    }
    Quantities guarantees = Quantities.of(config.getGuaranteesMap());
    for (Agent agent : books.agents().all()) {
      for (OutstandingOffer offer : List.copyOf(agent.offers())) {
        if (!held.contains(guarantees) && !RoleRules.isAtOrBelow(offer.role(), role)) {
          held.add(Quantities.of(offer.resources()));
          offers.rescind(turn, offer);
        }
      }
    }
  }

  /** The older form: the guarantee is the limit too. */
  MasterReply set(Turn turn, QuotaRequest request) {
    Optional<String> refusal = QuotaRules.check(request);
    if (refusal.isPresent()) {
      return Replies.operator(
          Replies.BAD_REQUEST, "Failed to validate set quota request: " + refusal.get());
    }
    QuotaConfig.Builder config = QuotaConfig.newBuilder().setRole(request.getRole());
    for (Resource resource : request.getGuaranteeList()) {
      config.putGuarantees(resource.getName(), resource.getScalar());
      config.putLimits(resource.getName(), resource.getScalar());
    }
    refusal = check(config.build());
    if (refusal.isEmpty() && hasQuota(request.getRole())) {
      refusal =
          Optional.of(
              "Cannot set quota for role '" + request.getRole() + "' which already has quota");
    }
    if (refusal.isPresent()) {
      return Replies.operator(
          Replies.BAD_REQUEST, "Failed to validate set quota request: " + refusal.get());
    }
    if (!request.getForce()) {
      refusal = checkCapacity(List.of(config.build()));
      if (refusal.isPresent()) {
        return Replies.operator(
            Replies.CONFLICT,
            "Quota guarantees overcommit the cluster (use 'force' to bypass this check): T"
                + refusal.get().substring(1));
      }
    }
    set(turn, List.of(config.build()));
    return Replies.operator(Replies.OK);
  }

  private boolean hasQuota(String role) {
    QuotaConfig config = books.roles().quotas().get(role);
    return config != null && !QuotaRules.isNothing(config);
  }

  MasterReply remove(Turn turn, String role) {
    if (!hasQuota(role)) {
      return Replies.operator(Replies.BAD_REQUEST, "Role '" + role + "' has no quota set");
    }
    books.roles().quotas().remove(role);
    turn.remove(RegistryKeys.quota(role));
    allocator.quotas(turn);
    return Replies.operator(Replies.OK);
  }

  MasterReply get() {
    QuotaStatus.Builder status = QuotaStatus.newBuilder();
    for (QuotaConfig config : books.roles().quotas().values()) {
      status.addInfos(
          QuotaInfo.newBuilder()
              .setRole(config.getRole())
              .addAllGuarantee(Quantities.of(config.getGuaranteesMap()).toProto()));
      status.addConfigs(config);
    }
    return Replies.operator(
        Response.newBuilder()
            .setType(Response.Type.GET_QUOTA)
            .setGetQuota(Response.GetQuota.newBuilder().setStatus(status)));
  }
}
