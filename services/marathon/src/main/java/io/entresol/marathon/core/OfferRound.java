package io.entresol.marathon.core;

import io.entresol.marathon.core.app.AppId;
import io.entresol.marathon.core.app.AppSpec;
import io.entresol.marathon.core.app.GroupSpec;
import io.entresol.marathon.core.effect.Turn;
import io.entresol.marathon.core.event.Events;
import io.entresol.marathon.core.instance.Instance;
import io.entresol.marathon.core.instance.InstanceId;
import io.entresol.marathon.core.instance.Placement;
import io.entresol.marathon.core.launch.Launch;
import io.entresol.marathon.core.match.Match;
import io.entresol.marathon.core.match.MatchRules;
import io.entresol.marathon.core.match.OfferMatcher;
import io.entresol.marathon.core.match.OpenOffer;
import io.entresol.marathon.core.rest.QueueView.UnusedOffer;
import io.entresol.mesos.v1.Filters;
import io.entresol.mesos.v1.Offer;
import io.entresol.mesos.v1.OfferID;
import io.entresol.mesos.v1.TaskInfo;
import io.entresol.mesos.v1.scheduler.Call;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Uses offers: one instance of each waiting app in turn, until nothing more fits. That an instance
 * is about to be launched is stored before the offer is accepted, so that it is never launched
 * twice.
 */
final class OfferRound {
  private final CoreParts parts;
  private OfferMatcher matcher;

  OfferRound(CoreParts parts) {
    this.parts = parts;
    this.matcher = new OfferMatcher(parts.settings.rules());
  }

  /** The master is in that region. */
  void homeRegion(Optional<String> region) {
    MatchRules rules = parts.settings.rules();
    matcher = new OfferMatcher(rules.withHomeRegion(region));
  }

  void received(List<Offer> offers, Turn turn) {
    parts.metrics.offersReceived(offers.size());
    List<OfferID> useless = new ArrayList<>();
    for (Offer offer : offers) {
      Filling filling = new Filling(new OpenOffer(offer), turn);
      filling.fill();
      if (filling.tasks.isEmpty()) {
        useless.add(offer.getId());
      } else {
        accept(offer, filling, turn);
      }
    }
    parts.metrics.offersDeclined(useless.size());
    parts.flow.decline(useless, turn);
    if (useless.size() < offers.size()) {
      // Where instances are now decides where the next may be.
      parts.flow.mayFitNow(turn);
    }
  }

  private void accept(Offer offer, Filling filling, Turn turn) {
    Offer.Operation launch =
        Offer.Operation.newBuilder()
            .setType(Offer.Operation.Type.LAUNCH)
            .setLaunch(Offer.Operation.Launch.newBuilder().addAllTaskInfos(filling.tasks))
            .build();
    Filters filters =
        filling.isCutShort
            ? Filters.newBuilder().setRefuseSeconds(0).build()
            : parts.flow.declineFilters();
    parts.link.call(
        Call.newBuilder()
            .setType(Call.Type.ACCEPT)
            .setAccept(
                Call.Accept.newBuilder()
                    .addOfferIds(offer.getId())
                    .addOperations(launch)
                    .setFilters(filters)),
        turn);
  }

  /** One offer while it is being filled. */
  private final class Filling {
    final OpenOffer open;
    final Turn turn;
    final Random random;
    final List<TaskInfo> tasks = new ArrayList<>();

    /** Whether more would have fitted, perhaps. */
    boolean isCutShort;

    Filling(OpenOffer open, Turn turn) {
      this.open = open;
      this.turn = turn;
      // Seeded by the offer, so that a decision can be replayed.
      this.random = new Random(open.offer().getId().getValue().hashCode());
    }

    void fill() {
      List<AppSpec> waiting = new ArrayList<>(parts.queue.launchable(turn.now()));
      Collections.shuffle(waiting, random);
      Set<AppId> used = new HashSet<>();
      while (!waiting.isEmpty()) {
        for (Iterator<AppSpec> next = waiting.iterator(); next.hasNext(); ) {
          AppSpec spec = next.next();
          if (parts.queue.count(spec.id()) == 0) {
            next.remove();
          } else if (isFull()) {
            isCutShort = true;
            return;
          } else if (!fit(spec, used)) {
            next.remove();
          }
        }
      }
    }

    private boolean isFull() {
      return tasks.size() >= parts.settings.limits().instancesPerOffer()
          || parts.tokens.left() == 0;
    }

    private boolean fit(AppSpec spec, Set<AppId> used) {
      Match match = matcher.match(spec, open, placed(spec), random, turn.now());
      if (match instanceof Match.Fits fits) {
        if (used.add(spec.id())) {
          parts.queue.used(spec.id(), open.placement().agentId(), turn.now());
        }
        launch(spec, fits);
        return true;
      }
      if (match instanceof Match.Refused refused && !used.contains(spec.id())) {
        parts.queue.refused(
            spec.id(), new UnusedOffer(open.offer(), refused.reasons(), turn.now()));
      }
      return false;
    }

    private List<Placement> placed(AppSpec spec) {
      if (spec.constraints().isEmpty()) {
        return List.of();
      }
      Predicate<Instance> isCurrent = parts.currency.of(spec);
      return parts.instances.ofApp(spec.id()).stream()
          .filter(instance -> instance.condition().isActive() && isCurrent.test(instance))
          .map(Instance::placement)
          .toList();
    }

    private void launch(AppSpec spec, Match.Fits fits) {
      Instance instance =
          Instance.provisioned(
              InstanceId.of(spec.id(), parts.ids.next()),
              spec.id(),
              spec.version(),
              open.placement(),
              fits.ports().numbers(),
              turn.now());
      tasks.add(parts.tasks.build(launchOf(spec, instance, fits)));
      open.take(fits.resources());
      parts.tokens.take(turn.now());
      parts.queue.launched(spec.id());
      parts.instances.put(instance, turn);
      parts.times.set(instance);
      parts.metrics.taskLaunched();
      turn.publish(Events.instanceChanged(instance, turn.now()));
    }

    private Launch launchOf(AppSpec spec, Instance instance, Match.Fits fits) {
      return new Launch(
          spec,
          instance.taskId(),
          open.placement().agentId(),
          open.placement().hostname(),
          fits.resources(),
          fits.ports().byIndex(),
          isRoleEnforced(spec.id()));
    }
  }

  /** Whether the app's top-level group gives its apps their role. */
  private boolean isRoleEnforced(AppId app) {
    if (app.segments().size() < 2) {
      return false;
    }
    AppId top = AppId.of(app.segments().get(0));
    return Optional.ofNullable(parts.wanted.root().groups().get(top))
        .flatMap(GroupSpec::enforceRole)
        .orElse(false);
  }
}
