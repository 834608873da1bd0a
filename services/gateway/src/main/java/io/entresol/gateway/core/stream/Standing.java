package io.entresol.gateway.core.stream;

import io.entresol.mesos.v1.FrameworkID;
import io.entresol.mesos.v1.FrameworkInfo;
import io.entresol.mesos.v1.scheduler.Call;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What a framework would subscribe with now: its subscription, with the id that it was given, and
 * with what it has said since of itself and of the roles for which it wants no offers.
 */
final class Standing {
  private Call call;

  Standing(Call subscription) {
    call = subscription;
  }

  /** A master has taken the framework, under this id. */
  void subscribed(FrameworkID id) {
    Call.Builder known = call.toBuilder().setFrameworkId(id);
    known.getSubscribeBuilder().getFrameworkInfoBuilder().setId(id);
    call = known.build();
  }

  /** Whether a master has given the framework an id, so that it can come back as the same one. */
  boolean hasId() {
    return !call.getSubscribe().getFrameworkInfo().getId().getValue().isEmpty();
  }

  Call call() {
    return call;
  }

  /** Takes in a call that the master has accepted. */
  void said(Call accepted) {
    switch (accepted.getType()) {
      case SUPPRESS -> suppress(accepted.getSuppress().getRolesList(), true);
      case REVIVE -> suppress(accepted.getRevive().getRolesList(), false);
      case UPDATE_FRAMEWORK -> update(accepted.getUpdateFramework());
      default -> {
        // Says nothing of the framework itself.
      }
    }
  }

  private void suppress(List<String> named, boolean suppressed) {
    Set<String> own = roles(call.getSubscribe().getFrameworkInfo());
    if (!own.containsAll(named)) {
      // The master leaves the whole call aside.
      return;
    }
    Set<String> roles = new LinkedHashSet<>(call.getSubscribe().getSuppressedRolesList());
    if (suppressed) {
      roles.addAll(named.isEmpty() ? own : named);
    } else {
      roles.removeAll(named.isEmpty() ? own : Set.copyOf(named));
    }
    Call.Builder changed = call.toBuilder();
    changed.getSubscribeBuilder().clearSuppressedRoles().addAllSuppressedRoles(roles);
    call = changed.build();
  }

  private static Set<String> roles(FrameworkInfo info) {
    boolean several =
        info.getCapabilitiesList().stream()
            .anyMatch(
                capability -> capability.getType() == FrameworkInfo.Capability.Type.MULTI_ROLE);
    return several ? new LinkedHashSet<>(info.getRolesList()) : Set.of(info.getRole());
  }

  private void update(Call.UpdateFramework update) {
    Call.Subscribe.Builder subscribe =
        Call.Subscribe.newBuilder()
            .setFrameworkInfo(update.getFrameworkInfo())
            .addAllSuppressedRoles(update.getSuppressedRolesList());
    if (update.hasOfferConstraints()) {
      subscribe.setOfferConstraints(update.getOfferConstraints());
    }
    call = call.toBuilder().setSubscribe(subscribe).build();
  }
}
