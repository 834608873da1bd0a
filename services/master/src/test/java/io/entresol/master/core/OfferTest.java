package io.entresol.master.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.entresol.domain.resources.ResourceParser;
import io.entresol.domain.resources.Resources;
import io.entresol.master.core.effect.MasterEffect;
import io.entresol.mesos.v1.Offer;
import io.entresol.mesos.v1.scheduler.Call;
import io.entresol.mesos.v1.scheduler.Event;
import io.entresol.proto.bus.OfferBatch;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class OfferTest {
  private static final Resources SOME = ResourceParser.parse("cpus:1;mem:128");

  private final TestingMaster master = TestingMaster.elected();
  private final TestingFramework framework = TestingFramework.subscribed(master);
  private final TestingAgent agent = TestingAgent.registered(master);

  @Test
  void aProposalBecomesAnOffer() {
    assertThat(master.propose(TestingMaster.proposal(framework, "web", agent, SOME)))
        .containsExactly(
            "s0 #3 OFFERS m-O0 of m-S0 [cpus<web>:1;mem<web>:128]", "allocator #3 BATCH_DONE 1");
  }

  @Test
  void anOfferSaysWhereTheAgentIs() {
    framework.offered(agent, "cpus:1");

    MasterEffect.SendToFramework sent =
        master.effects().stream()
            .filter(effect -> effect instanceof MasterEffect.SendToFramework)
            .map(effect -> (MasterEffect.SendToFramework) effect)
            .reduce((former, latter) -> latter)
            .orElseThrow();
    Event event = sent.events().getEvents(0);
    Offer offer = event.getOffers().getOffers(0);
    assertThat(offer.getHostname()).isEqualTo("host-a0");
    assertThat(offer.getUrl().getScheme()).isEqualTo("http");
    assertThat(offer.getUrl().getPath()).isEqualTo("/slave(1)");
    assertThat(offer.getUrl().getAddress().getIp()).isEqualTo("10.0.0.0");
    assertThat(offer.getUrl().getAddress().getPort()).isEqualTo(5051);
    assertThat(offer.getAllocationInfo().getRole()).isEqualTo("web");
  }

  @Test
  void aFrameworkWithoutRolesOfItsOwnIsToldOfNoAllocation() {
    TestingFramework old =
        TestingFramework.subscribed(master, "s1", TestingFramework.oldInfo("web"));

    assertThat(master.propose(TestingMaster.proposal(old, "web", agent, SOME)))
        .contains("s1 #3 OFFERS m-O0 of m-S0 [cpus:1;mem:128]");
  }

  @Test
  void reservationsAreShownInTheFormThatTheFrameworkKnows() {
    TestingAgent reserved = TestingAgent.registered(master, "a1", "cpus(web):1");
    TestingFramework old =
        TestingFramework.subscribed(master, "s1", TestingFramework.oldInfo("web"));
    Resources half = ResourceParser.parse("cpus(web):0.5");

    assertThat(
            master.propose(
                TestingMaster.proposal(framework, "web", reserved, half),
                TestingMaster.proposal(old, "web", reserved, half)))
        .containsExactly(
            "s0 #3 OFFERS m-O0 of m-S1 [cpus[web]<web>:0.5]",
            "s1 #3 OFFERS m-O1 of m-S1 [cpus(web):0.5]",
            "allocator #5 BATCH_DONE 1");
  }

  @Test
  void whatIsNotAvailableIsNotOffered() {
    Resources most = ResourceParser.parse("cpus:6");

    assertThat(
            master.propose(
                TestingMaster.proposal(framework, "web", agent, most),
                TestingMaster.proposal(framework, "web", agent, most)))
        .containsExactly(
            "s0 #3 OFFERS m-O0 of m-S0 [cpus<web>:6]",
            "allocator #3 BATCH_DONE 1 not 1: the resources are not available");
  }

  @Test
  void proposalsOnWhatHasChangedMeanwhileAreRefused() {
    TestingFramework gone = TestingFramework.subscribed(master, "s1", TestingFramework.info("web"));
    TestingFramework suppressed =
        TestingFramework.subscribed(master, "s2", TestingFramework.info("web"));
    TestingAgent lost = TestingAgent.registered(master, "a1", "cpus:1");
    master.streamClosed("s1");
    suppressed.call(Call.Type.SUPPRESS);
    lost.unregister();

    assertThat(
            master.propose(
                TestingMaster.proposal(gone, "web", agent, SOME),
                TestingMaster.proposal(suppressed, "web", agent, SOME),
                TestingMaster.proposal(framework, "db", agent, SOME),
                TestingMaster.proposal(framework, "web", lost, SOME),
                TestingMaster.proposal(framework, "web", agent, Resources.NONE)))
        .singleElement()
        .asString()
        .endsWith(
            "BATCH_DONE 1 not 0: the framework is not subscribed"
                + " not 1: the framework wants no offers for the role"
                + " not 2: the framework has left the role"
                + " not 3: the agent is not active"
                + " not 4: the resources are not available");
  }

  @Test
  void onlyTheAllocatorThatWasGivenTheStateIsHeard() {
    OfferBatch batch =
        OfferBatch.newBuilder()
            .setAllocatorEpoch(2)
            .setBatchId(1)
            .addOffers(TestingMaster.proposal(framework, "web", agent, SOME))
            .build();

    assertThat(master.propose(batch)).isEmpty();
    master.snapshot(2);
    assertThat(master.propose(batch)).hasSize(2);
    assertThat(master.propose(TestingMaster.proposal(framework, "web", agent, SOME))).isEmpty();
  }

  @Test
  void declinedResourcesReturnToTheAgent() {
    String offer = framework.offered(agent, "cpus:8");

    assertThat(framework.decline(offer, TestingFramework.refuse(7)))
        .containsExactly(
            "reply 202", "allocator #4 RECOVERED m-0000 m-S0 [cpus<web>:8] refused for 7000 ms");
    assertThat(framework.offered(agent, "cpus:8")).isEqualTo("m-O1");
  }

  @Test
  void anOfferIsRefusedForFiveSecondsUnlessSaidOtherwise() {
    String first = framework.offered(agent, "cpus:1");
    String second = framework.offered(agent, "cpus:1");
    String third = framework.offered(agent, "cpus:1");

    assertThat(framework.decline(first, TestingFramework.refuse(0)))
        .endsWith("allocator #6 RECOVERED m-0000 m-S0 [cpus<web>:1]");
    assertThat(framework.decline(second, TestingFramework.refuse(-1)))
        .endsWith("allocator #7 RECOVERED m-0000 m-S0 [cpus<web>:1] refused for 5000 ms");
    assertThat(framework.decline(third, TestingFramework.refuse(1e12)))
        .endsWith("allocator #8 RECOVERED m-0000 m-S0 [cpus<web>:1] refused for 31536000000 ms");
  }

  @Test
  void whoeverDoesNotHaveAnOfferCannotDeclineIt() {
    TestingFramework other =
        TestingFramework.subscribed(master, "s1", TestingFramework.info("web"));
    String offer = framework.offered(agent, "cpus:1");

    assertThat(other.decline(offer, TestingFramework.refuse(1))).containsExactly("reply 202");
    assertThat(other.decline("m-O99", TestingFramework.refuse(1))).containsExactly("reply 202");
  }

  @Test
  void unansweredOffersAreRescindedAfterTheTimeout() {
    TestingMaster strict =
        TestingMaster.elected(
            config -> config.withOfferTimeout(java.util.Optional.of(Duration.ofSeconds(3))));
    TestingFramework impatient = TestingFramework.subscribed(strict);
    TestingAgent one = TestingAgent.registered(strict);
    String declined = impatient.offered(one, "cpus:1");
    impatient.offered(one, "cpus:2");
    impatient.decline(declined, TestingFramework.refuse(0));

    assertThat(strict.pass(Duration.ofMillis(2999))).noneMatch(line -> line.contains("RESCIND"));
    assertThat(strict.pass(Duration.ofMillis(1)))
        .containsExactly("s0 #5 RESCIND m-O1", "allocator #6 RECOVERED m-0000 m-S0 [cpus<web>:2]");
  }

  @Test
  void suppressedRolesAreRevivedByName() {
    TestingFramework both =
        TestingFramework.subscribed(master, "s1", TestingFramework.info("web", "db"));

    assertThat(both.call(Call.Type.SUPPRESS))
        .containsExactly("reply 202", "allocator #4 ROLES_SUPPRESSED [web, db]");
    assertThat(
            both.call(
                Call.newBuilder()
                    .setType(Call.Type.REVIVE)
                    .setRevive(Call.Revive.newBuilder().addRoles("db"))))
        .containsExactly("reply 202", "allocator #5 ROLES_REVIVED [db]");
    assertThat(
            both.call(
                Call.newBuilder()
                    .setType(Call.Type.REVIVE)
                    .setRevive(Call.Revive.newBuilder().addRoles("other"))))
        .containsExactly("reply 202");
    assertThat(both.call(Call.Type.REVIVE))
        .containsExactly("reply 202", "allocator #6 ROLES_REVIVED [web, db]");
  }

  @Test
  void aRequestHasNoEffect() {
    assertThat(
            framework.call(
                Call.newBuilder()
                    .setType(Call.Type.REQUEST)
                    .setRequest(Call.Request.getDefaultInstance())))
        .containsExactly("reply 202");
  }

  @Test
  void aRoleThatIsLeftTakesItsOffersAlong() {
    TestingFramework both =
        TestingFramework.subscribed(master, "s1", TestingFramework.info("web", "db"));
    both.offered(agent, "web", SOME);
    both.offered(agent, "db", SOME);

    assertThat(
            both.call(
                Call.newBuilder()
                    .setType(Call.Type.UPDATE_FRAMEWORK)
                    .setUpdateFramework(
                        Call.UpdateFramework.newBuilder()
                            .setFrameworkInfo(TestingFramework.info("db").setId(both.protoId())))))
        .containsExactly(
            "reply 200",
            "s1 #5 RESCIND m-O0",
            "allocator #6 FRAMEWORK_UPDATED m-0001",
            "allocator #7 RECOVERED m-0001 m-S0 [cpus<web>:1;mem<web>:128]");
  }
}
