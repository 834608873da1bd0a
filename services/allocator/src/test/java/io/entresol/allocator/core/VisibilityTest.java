package io.entresol.allocator.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.entresol.mesos.v1.Attribute;
import io.entresol.mesos.v1.DomainInfo;
import io.entresol.mesos.v1.FrameworkInfo;
import io.entresol.mesos.v1.OfferFilters;
import io.entresol.mesos.v1.Value;
import io.entresol.mesos.v1.scheduler.AttributeConstraint;
import io.entresol.mesos.v1.scheduler.AttributeConstraint.Predicate;
import io.entresol.mesos.v1.scheduler.AttributeConstraint.Selector;
import io.entresol.mesos.v1.scheduler.OfferConstraints;
import io.entresol.mesos.v1.scheduler.OfferConstraints.RoleConstraints;
import io.entresol.proto.bus.AgentActivated;
import io.entresol.proto.bus.AgentAdded;
import io.entresol.proto.bus.AgentDeactivated;
import io.entresol.proto.bus.AllocationPaused;
import io.entresol.proto.bus.AllocatorEvent;
import io.entresol.proto.bus.FrameworkAdded;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Which agents a framework is shown at all. */
class VisibilityTest {
  private final TestingAllocator allocator = new TestingAllocator();

  private static Consumer<FrameworkAdded.Builder> capableOf(FrameworkInfo.Capability.Type type) {
    return added -> added.getInfoBuilder().addCapabilities(TestingAllocator.capability(type));
  }

  @Test
  void agentsWithGpusAreForThoseWhoKnowThem() {
    allocator.framework("plain", "*").agent("a1", "cpus:2;mem:512;gpus:1");
    assertThat(allocator.allocate()).isEmpty();

    allocator.framework("gpu", capableOf(FrameworkInfo.Capability.Type.GPU_RESOURCES), "*");

    assertThat(allocator.allocate()).extracting(Offered::framework).containsExactly("gpu");
  }

  private static DomainInfo domain(String region, String zone) {
    DomainInfo.Builder domain = DomainInfo.newBuilder();
    domain.getFaultDomainBuilder().getRegionBuilder().setName(region);
    domain.getFaultDomainBuilder().getZoneBuilder().setName(zone);
    return domain.build();
  }

  @Test
  void remoteAgentsAreForThoseWhoAreAwareOfRegions() {
    TestingAllocator regional = new TestingAllocator(AllocatorSettings.defaults().withRegion("eu"));
    regional
        .framework("local", "*")
        .agent("near", "cpus:1;mem:512", a -> a.getInfoBuilder().setDomain(domain("eu", "1")))
        .agent("far", "cpus:1;mem:512", a -> a.getInfoBuilder().setDomain(domain("us", "1")));
    assertThat(regional.allocate()).extracting(Offered::pair).containsExactly("local@near");

    regional.framework("global", capableOf(FrameworkInfo.Capability.Type.REGION_AWARE), "*");

    assertThat(regional.allocate()).extracting(Offered::pair).containsExactly("global@far");
  }

  @Test
  void oldAgentsAreNotForMultiRoleFrameworks() {
    allocator
        .framework("multi", "r1")
        .agent("old", "cpus:1;mem:512", AgentAdded.Builder::clearCapabilities);
    assertThat(allocator.allocate()).isEmpty();

    allocator.framework(
        "single", added -> added.getInfoBuilder().clearCapabilities().clearRoles().setRole("r1"));

    assertThat(allocator.allocate()).extracting(Offered::framework).containsExactly("single");
  }

  @Test
  void oldAgentsAreNotForNestedRoles() {
    allocator
        .framework(
            "nested",
            added -> added.getInfoBuilder().clearCapabilities().clearRoles().setRole("r1/r2"))
        .agent("old", "cpus:1;mem:512", AgentAdded.Builder::clearCapabilities);

    assertThat(allocator.allocate()).isEmpty();
  }

  @Test
  void deactivatedAgentsAreNotOffered() {
    allocator.framework("f1", "*").agent("a1", "cpus:1;mem:512", a -> a.setActive(false));
    assertThat(allocator.allocate()).isEmpty();

    allocator.apply(
        AllocatorEvent.newBuilder()
            .setAgentActivated(
                AgentActivated.newBuilder().setAgentId(TestingAllocator.agentId("a1"))));
    List<Offered> offers = allocator.allocate();
    assertThat(offers).hasSize(1);

    allocator.apply(
        AllocatorEvent.newBuilder()
            .setAgentDeactivated(
                AgentDeactivated.newBuilder().setAgentId(TestingAllocator.agentId("a1"))));
    allocator.release(offers.get(0));
    assertThat(allocator.allocate()).isEmpty();
  }

  @Test
  void nothingIsOfferedWhileTheMasterWaitsForAgents() {
    pause(true);
    allocator.framework("f1", "*").agent("a1", "cpus:1;mem:512");
    assertThat(allocator.allocate()).isEmpty();

    pause(false);

    assertThat(allocator.tick()).hasSize(1);
  }

  private void pause(boolean paused) {
    allocator.apply(
        AllocatorEvent.newBuilder()
            .setAllocationPaused(AllocationPaused.newBuilder().setPaused(paused)));
  }

  // ---- minimum

  @Test
  void crumbsAreNotOffered() {
    allocator.framework("f1", "*").agent("a1", "cpus:0.009;mem:31;disk:1000");
    assertThat(allocator.allocate()).isEmpty();

    allocator.agent("a2", "cpus:0.01").agent("a3", "mem:32");
    assertThat(allocator.allocate()).extracting(Offered::agent).containsOnly("a2", "a3");
  }

  private static Consumer<FrameworkAdded.Builder> wanting(OfferFilters filters) {
    return added -> added.getInfoBuilder().putOfferFilters("*", filters);
  }

  @Test
  void aFrameworkMaySetItsOwnMinimum() {
    OfferFilters.Builder filters = OfferFilters.newBuilder();
    filters
        .getMinAllocatableResourcesBuilder()
        .addQuantitiesBuilder()
        .putQuantities("cpus", Value.Scalar.newBuilder().setValue(4).build());
    allocator
        .framework("picky", wanting(filters.build()), "*")
        .agent("small", "cpus:3;mem:4096")
        .agent("large", "cpus:4;mem:1");

    assertThat(allocator.allocate()).extracting(Offered::agent).containsExactly("large");
  }

  @Test
  void anEmptyMinimumMeansThatAnythingGoes() {
    OfferFilters.Builder filters = OfferFilters.newBuilder();
    filters.getMinAllocatableResourcesBuilder();
    allocator
        .framework("modest", wanting(filters.build()), "*")
        .agent("ports-only", "ports:[31000-31001]");

    assertThat(allocator.allocate()).extracting(Offered::agent).containsExactly("ports-only");
  }

  // ---- constraints

  private static AttributeConstraint constraint(String attribute, Predicate.Builder predicate) {
    return AttributeConstraint.newBuilder()
        .setSelector(Selector.newBuilder().setAttributeName(attribute))
        .setPredicate(predicate)
        .build();
  }

  private static Predicate.Builder matches(String regex) {
    Predicate.Builder predicate = Predicate.newBuilder();
    predicate.getTextMatchesBuilder().setRegex(regex);
    return predicate;
  }

  private static Consumer<FrameworkAdded.Builder> constrained(AttributeConstraint... constraints) {
    RoleConstraints.Builder role = RoleConstraints.newBuilder();
    for (AttributeConstraint constraint : constraints) {
      role.addGroupsBuilder().addAttributeConstraints(constraint);
    }
    return added ->
        added.setOfferConstraints(
            OfferConstraints.newBuilder().putRoleConstraints("*", role.build()));
  }

  private static Consumer<AgentAdded.Builder> rack(String rack) {
    return added ->
        added
            .getInfoBuilder()
            .addAttributes(
                Attribute.newBuilder()
                    .setName("rack")
                    .setType(Value.Type.TEXT)
                    .setText(Value.Text.newBuilder().setValue(rack)));
  }

  private List<String> offeredTo(Consumer<FrameworkAdded.Builder> framework) {
    allocator
        .agent("r1", "cpus:1;mem:512", rack("r1"))
        .agent("r2", "cpus:1;mem:512", rack("r2"))
        .agent("none", "cpus:1;mem:512")
        .framework("f1", framework, "*");
    return allocator.allocate().stream().map(Offered::agent).sorted().toList();
  }

  @Test
  void constraintsOnTextAttributes() {
    assertThat(offeredTo(constrained(constraint("rack", matches("r[1-1]"))))).containsExactly("r1");
  }

  @Test
  void anExpressionMustMatchAllOfTheText() {
    assertThat(offeredTo(constrained(constraint("rack", matches("r"))))).isEmpty();
  }

  @Test
  void anExpressionThatExplodesMatchesNothing() {
    allocator
        .agent("evil", "cpus:1;mem:512", rack("a".repeat(40) + "b"))
        .framework("f1", constrained(constraint("rack", matches("(a+)+"))), "*");

    assertThat(allocator.allocate()).isEmpty();
  }

  @Test
  void notExists() {
    Predicate.Builder predicate = Predicate.newBuilder();
    predicate.getNotExistsBuilder();
    assertThat(offeredTo(constrained(constraint("rack", predicate)))).containsExactly("none");
  }

  @Test
  void notEqualsHoldsForAgentsWithoutTheAttribute() {
    Predicate.Builder predicate = Predicate.newBuilder();
    predicate.getTextNotEqualsBuilder().setValue("r1");
    assertThat(offeredTo(constrained(constraint("rack", predicate)))).containsExactly("none", "r2");
  }

  @Test
  void oneGroupIsEnough() {
    Predicate.Builder first = Predicate.newBuilder();
    first.getTextEqualsBuilder().setValue("r1");
    Predicate.Builder absent = Predicate.newBuilder();
    absent.getNotExistsBuilder();

    assertThat(offeredTo(constrained(constraint("rack", first), constraint("rack", absent))))
        .containsExactly("none", "r1");
  }

  @Test
  void hostNamesCanBeSelected() {
    AttributeConstraint byHost =
        AttributeConstraint.newBuilder()
            .setSelector(
                Selector.newBuilder().setPseudoattributeType(Selector.PseudoattributeType.HOSTNAME))
            .setPredicate(matches("host-r."))
            .build();

    assertThat(offeredTo(constrained(byHost))).containsExactly("r1", "r2");
  }

  @Test
  void attributesThatAreNoTextPassComparisons() {
    allocator
        .agent(
            "scalar",
            "cpus:1;mem:512",
            added ->
                added
                    .getInfoBuilder()
                    .addAttributes(
                        Attribute.newBuilder()
                            .setName("rack")
                            .setType(Value.Type.SCALAR)
                            .setScalar(Value.Scalar.newBuilder().setValue(1))))
        .framework("f1", constrained(constraint("rack", matches("nothing"))), "*");

    assertThat(allocator.allocate()).hasSize(1);
  }
}
