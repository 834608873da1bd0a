package io.entresol.allocator.core.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.entresol.allocator.core.amount.Bundle;
import io.entresol.allocator.core.amount.Quantities;
import io.entresol.allocator.core.amount.Rest;
import io.entresol.allocator.core.amount.ScalarKinds;
import io.entresol.allocator.core.fair.Capacity;
import io.entresol.allocator.core.fair.DominantResourceFairness;
import io.entresol.mesos.v1.AgentID;
import io.entresol.mesos.v1.AgentInfo;
import io.entresol.mesos.v1.FrameworkID;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class OfferFiltersTest {
  private record Refused(Client client, long cpus, long until) {}

  private final ScalarKinds kinds = new ScalarKinds();
  private final Frameworks frameworks =
      new Frameworks(
          new RoleTree(
              new Capacity(kinds, Set.of()),
              new DominantResourceFairness(),
              new DominantResourceFairness()),
          new Attention(),
          kinds,
          MinAllocatable.ANYTHING);

  private Client client(int number) {
    FrameworkID id = FrameworkID.newBuilder().setValue("f" + number).build();
    return frameworks.client(frameworks.findOrAdd(id), "*");
  }

  private static Bundle cpus(long milli) {
    return new Bundle(new long[] {milli}, Quantities.NONE, Rest.NONE);
  }

  private Portion portion(Client client, long cpus) {
    AgentID id = AgentID.newBuilder().setValue("a").build();
    AgentInfo info = AgentInfo.newBuilder().setHostname("h").build();
    Agent agent = new Agent(0, id, new AgentTraits(info, 0, true, true));
    agent.setTotal(cpus(cpus));
    Portion portion = new Portion();
    portion.fill(agent, client, Rest.NONE);
    return portion;
  }

  @Property(tries = 300)
  void blockWhatAnyFilterInForceCovers(@ForAll long seed) {
    new OfferFiltersTest().compareWithAList(new Random(seed));
  }

  private void compareWithAList(Random random) {
    OfferFilters filters = new OfferFilters();
    List<Refused> list = new ArrayList<>();
    List<Client> clients = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      clients.add(client(i));
    }
    long now = 0;
    for (int step = 0; step < 80; step++) {
      Client client = clients.get(random.nextInt(clients.size()));
      switch (random.nextInt(5)) {
        case 0 -> {
          client.dropFilters();
          list.removeIf(refused -> refused.client() == client);
        }
        case 1 -> {
          now += random.nextInt(10);
          long time = now;
          filters.expire(now, ended -> {});
          list.removeIf(refused -> refused.until() <= time);
        }
        default -> {
          long cpus = 1L + random.nextInt(5);
          long until = now + 1 + random.nextInt(30);
          filters.add(client, cpus(cpus), until);
          list.add(new Refused(client, cpus, until));
        }
      }
      Client asked = clients.get(random.nextInt(clients.size()));
      long wanted = 1L + random.nextInt(5);
      long expected =
          list.stream()
              .filter(refused -> refused.client() == asked && refused.cpus() >= wanted)
              .mapToLong(Refused::until)
              .max()
              .orElse(OfferFilters.NOT_BLOCKED);
      assertThat(filters.blockedUntilMs(asked, portion(asked, wanted))).isEqualTo(expected);
    }
  }
}
