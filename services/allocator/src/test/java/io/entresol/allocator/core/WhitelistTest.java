package io.entresol.allocator.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.entresol.allocator.core.Explanation.AgentClass;
import io.entresol.proto.bus.AgentDeactivated;
import io.entresol.proto.bus.AllocatorEvent;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class WhitelistTest {
  private final TestingAllocator allocator = new TestingAllocator().framework("f1", "*");

  private Set<Refusal> reasons() {
    return Set.copyOf(
        allocator
            .core
            .explain(TestingAllocator.frameworkId("f1"), allocator.now)
            .orElseThrow()
            .roles()
            .get(0)
            .agents()
            .stream()
            .map(AgentClass::reason)
            .toList());
  }

  @Test
  void onlyListedHostsAreOffered() {
    allocator.whitelist("host-a2");
    allocator.agent("a1", "cpus:1;mem:512").agent("a2", "cpus:1;mem:512");

    assertThat(allocator.allocate()).extracting(Offered::agent).containsExactly("a2");
    assertThat(reasons()).contains(Refusal.AGENT_NOT_WHITELISTED);
  }

  @Test
  void aHostThatIsListedLaterIsOfferedThen() {
    allocator.agent("a1", "cpus:1;mem:512");
    allocator.whitelist();
    assertThat(allocator.allocate()).isEmpty();

    allocator.whitelist("host-a1");

    assertThat(allocator.allocate()).extracting(Offered::agent).containsExactly("a1");
  }

  @Test
  void withoutAWhitelistAnyHostIsOfferedAgain() {
    allocator.agent("a1", "cpus:1;mem:512");
    allocator.whitelist("another");
    assertThat(allocator.allocate()).isEmpty();

    allocator.core.setWhitelist(Optional.empty(), allocator.now);

    assertThat(allocator.allocate()).hasSize(1);
  }

  @Test
  void whatComesBackOfAHostThatIsNoLongerListedIsNotOffered() {
    allocator.agent("a1", "cpus:1;mem:512");
    Offered offer = allocator.allocate().get(0);
    allocator.whitelist();

    allocator.release(offer);

    assertThat(allocator.allocate()).isEmpty();
  }

  @Test
  void beingListedDoesNotBringBackAnAgentThatIsDeactivated() {
    allocator.agent("a1", "cpus:1;mem:512");
    AgentDeactivated.Builder gone =
        AgentDeactivated.newBuilder().setAgentId(TestingAllocator.agentId("a1"));
    allocator.apply(AllocatorEvent.newBuilder().setAgentDeactivated(gone));
    allocator.whitelist();
    allocator.whitelist("host-a1");

    assertThat(allocator.allocate()).isEmpty();
  }

  @Test
  void guaranteesAreNotKeptForOnHostsThatAreNotListed() {
    allocator.agent("a1", "cpus:4;mem:4096").agent("a2", "cpus:4;mem:4096");
    allocator.whitelist("host-a1");
    allocator.quotas(TestingAllocator.quota("other", "cpus:4;mem:4096", ""));

    // What is free on the other host is of no use for the guarantee, so this one is kept for it.
    assertThat(allocator.allocate()).isEmpty();
  }
}
