package io.entresol.allocator.core.fair;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.entresol.allocator.core.amount.ScalarKinds;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class RankingTest {
  private static final class Someone extends Contender {
    Someone(String name) {
      super(name);
    }
  }

  /** The order by definition, from nothing but what each has. */
  private static List<String> sorted(List<Someone> all, Capacity capacity) {
    DominantResourceFairness policy = new DominantResourceFairness();
    return all.stream()
        .sorted(
            (a, b) -> {
              int byRank = Double.compare(policy.rank(a, capacity), policy.rank(b, capacity));
              return byRank != 0 ? byRank : a.name().compareTo(b.name());
            })
        .map(Contender::name)
        .toList();
  }

  private static List<String> order(Ranking ranking) {
    ranking.refreshed();
    List<String> names = new ArrayList<>();
    for (int i = 0; i < ranking.size(); i++) {
      names.add(ranking.at(i).name());
    }
    return names;
  }

  @Property(tries = 300)
  void staysSortedWhateverHappens(@ForAll long seed) {
    Random random = new Random(seed);
    Capacity capacity = new Capacity(new ScalarKinds(), Set.of());
    capacity.add(new long[] {1000, 5000});
    Ranking ranking = new Ranking(new DominantResourceFairness(), capacity);
    List<Someone> all = new ArrayList<>();
    for (int step = 0; step < 60; step++) {
      switch (random.nextInt(6)) {
        case 0, 1 -> {
          Someone someone = new Someone("s" + random.nextInt(10) + "-" + step);
          all.add(someone);
          ranking.add(someone);
        }
        case 2 -> {
          if (!all.isEmpty()) {
            ranking.remove(all.remove(random.nextInt(all.size())));
          }
        }
        case 3 -> capacity.add(new long[] {random.nextInt(500), 0});
        default -> {
          if (!all.isEmpty()) {
            Someone someone = all.get(random.nextInt(all.size()));
            someone.setWeight(1 + random.nextInt(3));
            someone.gain(new long[] {random.nextInt(100), random.nextInt(100)});
            someone.rankAgain();
          }
        }
      }
      if (random.nextInt(4) == 0) {
        assertThat(order(ranking)).isEqualTo(sorted(all, capacity));
      }
    }
    assertThat(order(ranking)).isEqualTo(sorted(all, capacity));
  }

  @Test
  void equalSharesOfDifferentWeightsAreEqual() {
    Capacity capacity = new Capacity(new ScalarKinds(), Set.of());
    capacity.add(new long[] {10_000});
    Someone one = new Someone("one");
    one.gain(new long[] {2_000});
    Someone three = new Someone("three");
    three.setWeight(3);
    three.gain(new long[] {6_000});
    DominantResourceFairness policy = new DominantResourceFairness();

    assertThat(policy.rank(one, capacity)).isEqualTo(policy.rank(three, capacity));
  }

  @Test
  void aPolicyMayComeFromTheClassPath() {
    assertThat(SharePolicies.named("fewest-cpus")).isInstanceOf(FewestCpus.class);
  }

  @Test
  void whateverAPolicySaysThereIsAnOrder() {
    Capacity capacity = new Capacity(new ScalarKinds(), Set.of());
    SharePolicy absurd =
        new SharePolicy() {
          @Override
          public String name() {
            return "absurd";
          }

          @Override
          public double rank(Claim claim, Capacity of) {
            return claim.heldMilli(ScalarKinds.CPUS) == 0 ? 1 : Double.NaN;
          }
        };
    Ranking ranking = new Ranking(absurd, capacity);
    Someone nobody = new Someone("nobody");
    Someone first = new Someone("first");
    nobody.gain(new long[] {1});
    ranking.add(nobody);
    ranking.add(first);

    assertThat(order(ranking)).containsExactly("first", "nobody");
  }

  @Test
  void anUnknownPolicyIsRefusedWithTheNamesThatThereAre() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SharePolicies.named("lottery"))
        .withMessageContaining("drf")
        .withMessageContaining("priority");
  }
}
