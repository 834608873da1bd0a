package io.entresol.gateway.core.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.entresol.mesos.v1.AgentID;
import io.entresol.mesos.v1.FrameworkID;
import io.entresol.mesos.v1.FrameworkInfo;
import io.entresol.mesos.v1.Offer;
import io.entresol.mesos.v1.OfferID;
import io.entresol.mesos.v1.scheduler.Call;
import io.entresol.mesos.v1.scheduler.Event;
import io.entresol.proto.bus.CallReply;
import io.entresol.proto.bus.FrameworkEvents;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class FrameworkStreamCoreTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  private static final CallReply ACCEPTED = CallReply.newBuilder().setStatus(200).build();
  private static final FrameworkID ID = FrameworkID.newBuilder().setValue("f-1").build();
  private static final Event HEARTBEAT = event(Event.Type.HEARTBEAT).build();

  private Instant now = START;
  private long nextSeq = 1;
  private FrameworkStreamCore core = stream(PATIENCE);

  private static FrameworkStreamCore stream(Duration patience) {
    return new FrameworkStreamCore(
        new StreamPolicy(patience, Duration.ofSeconds(10)),
        subscribe().build(),
        OptionalLong.of(7));
  }

  private static Call.Builder subscribe() {
    return Call.newBuilder()
        .setType(Call.Type.SUBSCRIBE)
        .setSubscribe(
            Call.Subscribe.newBuilder()
                .setFrameworkInfo(
                    FrameworkInfo.newBuilder()
                        .setUser("u")
                        .setName("n")
                        .addRoles("a")
                        .addRoles("b")
                        .addCapabilities(
                            FrameworkInfo.Capability.newBuilder()
                                .setType(FrameworkInfo.Capability.Type.MULTI_ROLE))));
  }

  private static Event.Builder event(Event.Type type) {
    return Event.newBuilder().setType(type);
  }

  private static Event subscribed() {
    return event(Event.Type.SUBSCRIBED)
        .setSubscribed(
            Event.Subscribed.newBuilder().setFrameworkId(ID).setHeartbeatIntervalSeconds(15))
        .build();
  }

  private static Event offers(String... ids) {
    Event.Offers.Builder offers = Event.Offers.newBuilder();
    for (String id : ids) {
      offers.addOffers(
          Offer.newBuilder()
              .setId(OfferID.newBuilder().setValue(id))
              .setFrameworkId(ID)
              .setAgentId(AgentID.newBuilder().setValue("s"))
              .setHostname("h"));
    }
    return event(Event.Type.OFFERS).setOffers(offers).build();
  }

  private static Event rescind(String id) {
    return event(Event.Type.RESCIND)
        .setRescind(Event.Rescind.newBuilder().setOfferId(OfferID.newBuilder().setValue(id)))
        .build();
  }

  private List<StreamEffect> receive(long epoch, long subscription, Event... events) {
    FrameworkEvents batch =
        FrameworkEvents.newBuilder()
            .setStreamId("s")
            .setFirstSeq(nextSeq)
            .setMasterEpoch(epoch)
            .setSubscription(subscription)
            .addAllEvents(Arrays.asList(events))
            .build();
    nextSeq += events.length;
    return core.received(batch, now);
  }

  private void subscribeFirst(Event... more) {
    core.start();
    core.answered(1, ACCEPTED, now);
    receive(7, 1, subscribed());
    if (more.length > 0) {
      receive(7, 1, more);
    }
  }

  private static StreamEffect send(Event... events) {
    return new StreamEffect.Send(List.of(events));
  }

  private static StreamEffect end(StreamEnd reason) {
    return new StreamEffect.End(reason);
  }

  /** The call of the one subscription among the effects. */
  private static StreamEffect.Subscribe asked(List<StreamEffect> effects) {
    List<StreamEffect.Subscribe> asked =
        effects.stream()
            .filter(StreamEffect.Subscribe.class::isInstance)
            .map(StreamEffect.Subscribe.class::cast)
            .toList();
    assertThat(asked).hasSize(1);
    return asked.get(0);
  }

  private static Call with(FrameworkID id, Call.Builder call) {
    call.setFrameworkId(id).getSubscribeBuilder().getFrameworkInfoBuilder().setId(id);
    return call.build();
  }

  @Test
  void offersAreTakenBackAndTheFrameworkSubscribesAtTheNextMaster() {
    subscribeFirst(offers("o-1", "o-2", "o-3"), rescind("o-2"));
    core.said(
        Call.newBuilder()
            .setType(Call.Type.DECLINE)
            .setDecline(Call.Decline.newBuilder().addOfferIds(OfferID.newBuilder().setValue("o-1")))
            .build());

    assertThat(core.leaderIs(OptionalLong.empty(), now))
        .containsExactly(new StreamEffect.Part(StreamEnd.LEADER_CHANGE), send(rescind("o-3")));
    assertThat(core.leaderIs(OptionalLong.of(8), now))
        .containsExactly(new StreamEffect.Subscribe(2, with(ID, subscribe())));
    assertThat(core.answered(2, ACCEPTED, now)).isEmpty();
    nextSeq = 1;
    assertThat(receive(8, 2, subscribed(), HEARTBEAT))
        .containsExactly(send(subscribed(), HEARTBEAT), new StreamEffect.Resume());
    assertThat(core.leaderIs(OptionalLong.of(8), now)).isEmpty();
    now = now.plus(PATIENCE);
    assertThat(core.tick(now)).as("patience no longer counts").isEmpty();
    assertThat(core.hasEnded()).isFalse();
  }

  @Test
  void aGapIsHealedAtTheSameMaster() {
    subscribeFirst(offers("o-1"));
    nextSeq++;
    List<StreamEffect> effects = receive(7, 1, HEARTBEAT);
    assertThat(effects)
        .containsExactly(
            new StreamEffect.Part(StreamEnd.GAP),
            send(rescind("o-1")),
            new StreamEffect.Subscribe(2, with(ID, subscribe())));
    assertThat(receive(7, 1, HEARTBEAT)).as("of the subscription before").isEmpty();
    nextSeq = 1;
    assertThat(receive(7, 2, subscribed())).contains(new StreamEffect.Resume());
  }

  @Test
  void heartbeatsGoOnUntilPatienceEnds() {
    subscribeFirst();
    core.leaderIs(OptionalLong.empty(), now);
    assertThat(core.nextDeadline()).contains(START.plusSeconds(15));
    now = START.plusSeconds(15);
    assertThat(core.tick(now)).containsExactly(send(HEARTBEAT));
    assertThat(core.nextDeadline()).contains(START.plusSeconds(30));
    now = START.plusSeconds(30);
    assertThat(core.tick(now)).containsExactly(end(StreamEnd.NOT_RESUMED));
    assertThat(core.nextDeadline()).isEmpty();
    assertThat(core.leaderIs(OptionalLong.of(8), now)).isEmpty();
  }

  @Test
  void withoutPatienceTheStreamEndsWithItsMaster() {
    core = stream(Duration.ZERO);
    subscribeFirst(offers("o-1"));
    assertThat(core.nextDeadline()).isEmpty();
    assertThat(core.leaderIs(OptionalLong.of(8), now))
        .containsExactly(end(StreamEnd.LEADER_CHANGE));
  }

  @Test
  void aFrameworkWithoutAnIdCannotComeBack() {
    core.start();
    core.answered(1, ACCEPTED, now);
    assertThat(core.leaderIs(OptionalLong.of(8), now))
        .containsExactly(end(StreamEnd.LEADER_CHANGE));
  }

  @Test
  void aMasterThatIsSilentIsAskedAgain() {
    subscribeFirst();
    assertThat(core.nextDeadline()).contains(START.plusSeconds(45));
    now = START.plusSeconds(40);
    receive(7, 1, HEARTBEAT);
    assertThat(core.nextDeadline()).contains(START.plusSeconds(85));
    now = START.plusSeconds(85);
    assertThat(core.tick(now))
        .contains(new StreamEffect.Part(StreamEnd.SILENCE))
        .contains(new StreamEffect.Subscribe(2, with(ID, subscribe())));
  }

  @Test
  void aMasterThatDoesNotAnswerIsAskedAgainAfterAPause() {
    subscribeFirst();
    core.leaderIs(OptionalLong.of(8), now);
    assertThat(core.unanswered(2, CallReply.newBuilder().setStatus(503).build(), now)).isEmpty();
    assertThat(core.nextDeadline()).contains(START.plusMillis(250));
    now = START.plusMillis(250);
    assertThat(asked(core.tick(now)).subscription()).isEqualTo(3);
    assertThat(core.answered(2, ACCEPTED, now)).as("too late").isEmpty();
    core.answered(3, CallReply.newBuilder().setStatus(503).build(), now);
    assertThat(core.nextDeadline()).contains(START.plusMillis(750));
  }

  @Test
  void aMasterThatAnswersButSendsNothingIsAskedAgain() {
    subscribeFirst();
    core.leaderIs(OptionalLong.of(8), now);
    core.answered(2, ACCEPTED, now);
    now = START.plusSeconds(10);
    core.tick(now);
    now = now.plusMillis(250);
    assertThat(asked(core.tick(now)).subscription()).isEqualTo(3);
  }

  @Test
  void aMasterThatRefusesTheFrameworkEndsTheStream() {
    subscribeFirst();
    core.leaderIs(OptionalLong.of(8), now);
    assertThat(core.answered(2, CallReply.newBuilder().setStatus(403).build(), now))
        .containsExactly(end(StreamEnd.REFUSED));
  }

  @Test
  void theErrorOfAMasterThatRefusesLaterIsPassedOn() {
    subscribeFirst();
    core.leaderIs(OptionalLong.of(8), now);
    Event error =
        event(Event.Type.ERROR).setError(Event.Error.newBuilder().setMessage("removed")).build();
    FrameworkEvents batch =
        FrameworkEvents.newBuilder()
            .setStreamId("s")
            .setFirstSeq(1)
            .setMasterEpoch(8)
            .setSubscription(2)
            .addEvents(error)
            .setLast(true)
            .build();
    assertThat(core.received(batch, now)).containsExactly(send(error), end(StreamEnd.MASTER));
  }

  @Test
  void theNextSubscriptionSaysWhatTheFrameworkHasSaidSince() {
    subscribeFirst();
    core.said(
        Call.newBuilder()
            .setType(Call.Type.SUPPRESS)
            .setSuppress(Call.Suppress.newBuilder().addRoles("b"))
            .build());
    Call.Builder expected = subscribe();
    expected.getSubscribeBuilder().addSuppressedRoles("b");
    assertThat(asked(core.leaderIs(OptionalLong.of(8), now)).call()).isEqualTo(with(ID, expected));

    core.said(Call.newBuilder().setType(Call.Type.SUPPRESS).build());
    core.said(
        Call.newBuilder()
            .setType(Call.Type.REVIVE)
            .setRevive(Call.Revive.newBuilder().addRoles("b"))
            .build());
    core.said(
        Call.newBuilder()
            .setType(Call.Type.SUPPRESS)
            .setSuppress(Call.Suppress.newBuilder().addRoles("not-mine"))
            .build());
    Call.Builder later = subscribe();
    later.getSubscribeBuilder().addSuppressedRoles("a");
    assertThat(asked(core.leaderIs(OptionalLong.of(9), now)).call()).isEqualTo(with(ID, later));
  }

  @Test
  void anUpdateOfTheFrameworkIsRemembered() {
    subscribeFirst();
    Call renamed = with(ID, subscribe());
    Call.Builder expected = renamed.toBuilder();
    expected.getSubscribeBuilder().addSuppressedRoles("a");
    expected.getSubscribeBuilder().getFrameworkInfoBuilder().setName("other");
    core.said(
        Call.newBuilder()
            .setType(Call.Type.UPDATE_FRAMEWORK)
            .setUpdateFramework(
                Call.UpdateFramework.newBuilder()
                    .setFrameworkInfo(expected.getSubscribe().getFrameworkInfo())
                    .addSuppressedRoles("a"))
            .build());
    assertThat(asked(core.leaderIs(OptionalLong.of(8), now)).call()).isEqualTo(expected.build());
  }

  @Test
  void whatComesBeforeTheAnswerIsKept() {
    core.start();
    assertThat(receive(7, 1, subscribed())).isEmpty();
    assertThat(core.answered(1, ACCEPTED, now))
        .containsExactly(new StreamEffect.Begin(), send(subscribed()));
  }

  @Test
  void aClientThatIsRefusedIsToldWhy() {
    core.start();
    CallReply no = CallReply.newBuilder().setStatus(403).setMessage("no").build();
    assertThat(core.answered(1, no, now))
        .containsExactly(new StreamEffect.Refuse(no), end(StreamEnd.REFUSED));
  }

  @Test
  void aProcessThatWasTakenForDeadSubscribesAgain() {
    subscribeFirst();
    List<StreamEffect> effects = core.rejoined(now);
    assertThat(effects.get(0)).isEqualTo(new StreamEffect.Part(StreamEnd.REJOINED));
    assertThat(asked(effects).subscription()).isEqualTo(2);
  }

  @Test
  void offersThatAreForgottenAreTheOldest() {
    OpenOffers open = new OpenOffers();
    for (int i = 0; i <= OpenOffers.MAX_OFFERS; i++) {
      open.sent(offers("o-" + i));
    }
    List<Event> rescinds = open.rescindAll();
    assertThat(rescinds).hasSize(OpenOffers.MAX_OFFERS);
    assertThat(rescinds.get(0)).isEqualTo(rescind("o-1"));
    assertThat(open.rescindAll()).isEmpty();
  }
}
