package io.entresol.marathon.core.match;

import static org.assertj.core.api.Assertions.assertThat;

import io.entresol.domain.resources.Reservation;
import io.entresol.domain.resources.ResourceKey;
import io.entresol.domain.resources.Resources;
import io.entresol.domain.resources.Scalar;
import io.entresol.marathon.core.app.AppId;
import io.entresol.marathon.core.app.AppSpec;
import io.entresol.marathon.core.app.AppSpecBuilder;
import io.entresol.marathon.core.app.Constraint;
import io.entresol.marathon.core.app.Demand;
import io.entresol.marathon.core.rest.QueueView.Reason;
import io.entresol.mesos.v1.DurationInfo;
import io.entresol.mesos.v1.Offer;
import io.entresol.mesos.v1.TimeInfo;
import io.entresol.mesos.v1.Unavailability;
import io.entresol.proto.ProtoResources;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class OfferMatcherTest {
  private static final Instant NOW = Instant.parse("2015-03-01T12:00:00Z");
  private static final Resources PLAIN =
      Resources.scalar("cpus", 4).plus(Resources.scalar("mem", 1000));

  private static MatchRules rules() {
    return new MatchRules(
        "web",
        MatchRules.AcceptedByDefault.ANY,
        Optional.of("eu"),
        Optional.of(Duration.ofMinutes(10)),
        true);
  }

  private static Offer.Builder offer(Resources resources) {
    Offer.Builder offer = Offer.newBuilder();
    offer.getIdBuilder().setValue("O1");
    offer.getFrameworkIdBuilder().setValue("F");
    offer.getAgentIdBuilder().setValue("S0");
    offer.setHostname("a").addAllResources(ProtoResources.toProto(resources));
    offer.getAllocationInfoBuilder().setRole("web");
    return offer;
  }

  private static AppSpecBuilder app() {
    return new AppSpecBuilder(AppId.of("/web")).demand(new Demand(2, 100, 0, 0));
  }

  private static Match match(AppSpec spec, Offer.Builder offer) {
    return new OfferMatcher(rules())
        .match(spec, new OpenOffer(offer.build()), List.of(), new Random(1), NOW);
  }

  private static List<Reason> reasons(AppSpec spec, Offer.Builder offer) {
    return match(spec, offer) instanceof Match.Refused refused ? refused.reasons() : List.of();
  }

  private static Resources reserved(String name, double value) {
    return Resources.of(
        ResourceKey.of(name).reserved(Reservation.statically("web")), Scalar.of(value));
  }

  @Test
  void reservedResourcesGoFirstAndTheRestIsCombined() {
    Match.Fits fits = (Match.Fits) match(app().build(), offer(PLAIN.plus(reserved("cpus", 1.5))));

    assertThat(fits.resources())
        .isEqualTo(
            reserved("cpus", 1.5)
                .plus(Resources.scalar("cpus", 0.5))
                .plus(Resources.scalar("mem", 100)));
  }

  @Test
  void onlyAcceptedRolesAreTouched() {
    AppSpec spec = app().acceptedResourceRoles(Set.of("*")).demand(new Demand(5, 1, 0, 0)).build();

    assertThat(reasons(spec, offer(PLAIN.plus(reserved("cpus", 8)))))
        .containsExactly(Reason.InsufficientCpus);
    assertThat(reasons(spec, offer(reserved("cpus", 8)))).contains(Reason.UnfulfilledRole);
  }

  @Test
  void offerToAnotherRoleDoesNotFit() {
    AppSpec spec = app().role(Optional.of("db")).build();

    assertThat(reasons(spec, offer(PLAIN))).containsExactly(Reason.UnfulfilledRole);
  }

  @Test
  void everyReasonIsNamedInTheOrderOfTheFunnel() {
    AppSpec spec = app().demand(new Demand(8, 8000, 10, 1)).build();

    assertThat(reasons(spec, offer(PLAIN)))
        .containsExactly(
            Reason.InsufficientCpus,
            Reason.InsufficientMemory,
            Reason.InsufficientDisk,
            Reason.InsufficientGpus);
  }

  @Test
  void agentsWithGpusAreLeftToThoseWhoWantThem() {
    Offer.Builder offer = offer(PLAIN.plus(Resources.scalar("gpus", 2)));

    assertThat(reasons(app().build(), offer)).containsExactly(Reason.DeclinedScarceResources);
    assertThat(reasons(app().demand(new Demand(1, 1, 0, 1)).build(), offer)).isEmpty();
    assertThat(
            reasons(app().labels(Map.of("GPU_SCHEDULING_BEHAVIOR", "unrestricted")).build(), offer))
        .isEmpty();
  }

  @Test
  void agentsInMaintenanceAreLeftAlone() {
    Offer.Builder soon = offer(PLAIN).setUnavailability(window(NOW.plusSeconds(300)));
    Offer.Builder later = offer(PLAIN).setUnavailability(window(NOW.plusSeconds(900)));
    Offer.Builder past = offer(PLAIN).setUnavailability(window(NOW.minusSeconds(7200)));

    assertThat(reasons(app().build(), soon)).containsExactly(Reason.AgentMaintenance);
    assertThat(reasons(app().build(), later)).isEmpty();
    assertThat(reasons(app().build(), past)).isEmpty();
  }

  private static Unavailability window(Instant start) {
    return Unavailability.newBuilder()
        .setStart(TimeInfo.newBuilder().setNanoseconds(start.toEpochMilli() * 1_000_000))
        .setDuration(DurationInfo.newBuilder().setNanoseconds(3_600_000_000_000L))
        .build();
  }

  @Test
  void otherRegionsAreOnlyForThoseWhoNameThem() {
    Offer.Builder offer = offer(PLAIN);
    offer.getDomainBuilder().getFaultDomainBuilder().getRegionBuilder().setName("us");
    offer.getDomainBuilder().getFaultDomainBuilder().getZoneBuilder().setName("us-1");

    assertThat(reasons(app().build(), offer)).containsExactly(Reason.UnfulfilledConstraint);
    AppSpec named =
        app()
            .constraints(
                List.of(new Constraint("@region", Constraint.Operator.IS, Optional.of("us"))))
            .build();
    assertThat(reasons(named, offer)).isEmpty();
  }
}
