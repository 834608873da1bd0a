package io.entresol.allocator.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.entresol.allocator.core.Explanation.AgentClass;
import io.entresol.allocator.core.Explanation.Ahead;
import io.entresol.allocator.core.Explanation.InRole;
import io.entresol.proto.bus.AgentAdded;
import io.entresol.proto.bus.AgentInactivity;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ExplainTest {
  private final TestingAllocator allocator = new TestingAllocator();

  private InRole explain(String framework) {
    Explanation explanation =
        allocator
            .core
            .explain(TestingAllocator.frameworkId(framework), allocator.now)
            .orElseThrow();
    assertThat(explanation.roles()).hasSize(1);
    return explanation.roles().get(0);
  }

  private Map<Refusal, Integer> reasons(String framework) {
    return explain(framework).agents().stream()
        .collect(Collectors.toMap(AgentClass::reason, AgentClass::agents));
  }

  @Test
  void anUnknownFrameworkHasNoExplanation() {
    assertThat(allocator.core.explain(TestingAllocator.frameworkId("f1"), allocator.now)).isEmpty();
  }

  @Test
  void declinedAgentsSayUntilWhen() {
    allocator.framework("f1", "*").agent("a1", "cpus:1;mem:512");
    allocator.decline(allocator.allocate().get(0), Duration.ofMinutes(1));
    Instant end = allocator.now.plus(Duration.ofMinutes(1));

    assertThat(explain("f1").agents())
        .containsExactly(new AgentClass(Refusal.DECLINED, 1, "a1", Optional.of(end)));
    assertThat(explain("f1").filters()).isEqualTo(1);
  }

  @Test
  void agentsAreCountedByReason() {
    allocator.framework("f1", "*").framework("f2", "*").agent("held", "cpus:1;mem:512").allocate();
    allocator
        .agent("gpu", "cpus:1;mem:512;gpus:1")
        .agent("reserved", "cpus(db):1;mem(db):512")
        .agent("reserved-too", "cpus(db):1;mem(db):512")
        .agent("tiny", "cpus:0.001;mem:1")
        .agent("asleep", "cpus:1;mem:512", added -> added.setActive(false))
        .agent("off", "cpus:1;mem:512", inactive(AgentInactivity.AGENT_DEACTIVATED))
        .agent("draining", "cpus:1;mem:512", inactive(AgentInactivity.AGENT_DRAINING));
    allocator.allocate();

    assertThat(reasons("f1"))
        .isEqualTo(
            Map.of(
                Refusal.NOTHING_FREE, 1,
                Refusal.GPU_CAPABILITY, 1,
                Refusal.RESERVED, 2,
                Refusal.TOO_SMALL, 1,
                Refusal.AGENT_DISCONNECTED, 1,
                Refusal.AGENT_DEACTIVATED, 1,
                Refusal.AGENT_DRAINING, 1));
  }

  private static Consumer<AgentAdded.Builder> inactive(AgentInactivity why) {
    return added -> added.setActive(false).setInactivity(why);
  }

  @Test
  void theCommonestReasonComesFirst() {
    agentsAreCountedByReason();

    assertThat(explain("f1").agents().get(0).reason()).isEqualTo(Refusal.RESERVED);
  }

  @Test
  void aSuppressedRoleIsTheReason() {
    allocator.framework("f1", "*").agent("a1", "cpus:1;mem:512");
    allocator.suppress("f1", "*");

    assertThat(reasons("f1")).containsOnlyKeys(Refusal.ROLE_SUPPRESSED);
  }

  @Test
  void quotaIsTheReason() {
    allocator.framework("bounded", "bounded").framework("other", "other");
    allocator.quotas(
        TestingAllocator.quota("bounded", "", "cpus:0;mem:0;disk:0"),
        TestingAllocator.quota("vip", "cpus:9;mem:9999", ""));
    allocator.agent("a1", "cpus:1;mem:512");
    assertThat(allocator.allocate()).isEmpty();

    assertThat(reasons("bounded")).containsOnlyKeys(Refusal.QUOTA_LIMIT);
    assertThat(reasons("other")).containsOnlyKeys(Refusal.QUOTA_HEADROOM);
    assertThat(explain("bounded").quota()).isPresent();
  }

  @Test
  void whoeverIsAheadIsNamedWithItsShare() {
    allocator.framework("f1", "r1").framework("f2", "r2").agent("a1", "cpus:1;mem:512");
    allocator.allocate();

    assertThat(explain("f1").rolesAhead()).containsExactly(new Ahead("r2", 0, 1));
    assertThat(explain("f1").dominantShare()).isEqualTo(1);
    assertThat(explain("f1").allocated()).isEqualTo(Map.of("cpus", 1.0, "mem", 512.0));
    assertThat(explain("f2").rolesAhead()).isEmpty();
  }

  @Test
  void aRoleIsExplainedByItsFrameworks() {
    allocator.framework("f1", "r1").framework("f2", "r1").framework("f3", "r2");
    allocator.agent("a1", "cpus:1;mem:512").allocate();

    RoleExplanation explanation = allocator.core.explain("r1", allocator.now).orElseThrow();

    assertThat(explanation.frameworkCount()).isEqualTo(2);
    assertThat(explanation.frameworks())
        .extracting(Explanation::frameworkId)
        .containsExactlyInAnyOrder("f1", "f2");
    assertThat(explanation.frameworks())
        .allSatisfy(each -> assertThat(each.roles()).extracting(InRole::role).containsExactly("r1"))
        .allSatisfy(
            each ->
                assertThat(each.roles().get(0).agents())
                    .extracting(AgentClass::reason)
                    .containsExactly(Refusal.NOTHING_FREE));
    assertThat(allocator.core.explain("unknown", allocator.now)).isEmpty();
  }

  @Test
  void whatCouldBeOfferedIsAboutToBe() {
    allocator.framework("f1", "*").agent("a1", "cpus:1;mem:512");

    assertThat(reasons("f1")).containsOnlyKeys(Refusal.NOT_ITS_TURN);
    assertThat(allocator.allocate()).hasSize(1);
    assertThat(reasons("f1")).containsOnlyKeys(Refusal.NOTHING_FREE);
    assertThat(List.of(Refusal.values())).allMatch(refusal -> !refusal.text().isBlank());
  }
}
