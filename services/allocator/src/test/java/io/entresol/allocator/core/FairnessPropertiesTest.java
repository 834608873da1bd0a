package io.entresol.allocator.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;

/**
 * What Ghodsi et al. (NSDI 2011, section 3) prove of dominant resource fairness. They prove it for
 * resources that can be divided at will; tasks cannot, so each property holds up to a few tasks. By
 * how many follows from one fact: whoever was served last stood first then, so nobody is ahead of
 * another who still had room by more than its own last task.
 */
class FairnessPropertiesTest {
  private static final double ROUNDING = 1e-6;

  private final double[] capacity = {100, 100_000};

  private static double[][] users(Random random, int count, int least) {
    double[][] claims = new double[count][];
    for (int user = 0; user < count; user++) {
      claims[user] =
          new double[] {least + random.nextInt(12), 1000.0 * (least + random.nextInt(12))};
    }
    return claims;
  }

  private static double steps(DivisionOfOneAgent division, int users) {
    double sum = 0;
    for (int user = 0; user < users; user++) {
      sum += division.step(user);
    }
    return sum;
  }

  @Property(tries = 150)
  void paretoEfficiencyNobodysTaskFitsInWhatIsLeft(
      @ForAll @LongRange(min = 0, max = 1L << 40) long seed) {
    Random random = new Random(seed);
    double[][] claims = users(random, 2 + random.nextInt(4), 1);
    DivisionOfOneAgent division = new DivisionOfOneAgent(capacity, claims);

    for (double[] claim : claims) {
      assertThat(claim[0] <= division.free(0) && claim[1] <= division.free(1)).isFalse();
    }
  }

  /**
   * When a user's task no longer fits, some kind is used up to less than that task; nobody's share
   * of it is above the user's dominant share by more than one own task.
   */
  @Property(tries = 150)
  void sharingIncentiveNobodyIsWorseOffThanWithItsPartOfThePool(
      @ForAll @LongRange(min = 0, max = 1L << 40) long seed) {
    Random random = new Random(seed);
    int users = 2 + random.nextInt(4);
    DivisionOfOneAgent division = new DivisionOfOneAgent(capacity, users(random, users, 1));

    double least = (1 - steps(division, users)) / users;
    for (int user = 0; user < users; user++) {
      assertThat(division.dominantShare(user)).isGreaterThanOrEqualTo(least - ROUNDING);
    }
  }

  /** One task of the other's more while both had room, and less than one own task afterwards. */
  @Property(tries = 150)
  void envyFreenessNobodyWouldRatherHaveWhatAnotherHas(
      @ForAll @LongRange(min = 0, max = 1L << 40) long seed) {
    Random random = new Random(seed);
    int users = 2 + random.nextInt(4);
    double[][] claims = users(random, users, 1);
    DivisionOfOneAgent division = new DivisionOfOneAgent(capacity, claims);

    for (int one = 0; one < users; one++) {
      for (int other = 0; other < users; other++) {
        double allowed = division.tasks(one) + division.step(other) / division.step(one) + 1;
        assertThat(division.worth(other, claims[one])).isLessThanOrEqualTo(allowed + ROUNDING);
      }
    }
  }

  /**
   * A user that claims more than its tasks need gets no more of them. No bound is proven for whole
   * tasks, so these are always the same clusters, and two tasks are forgiven.
   */
  @Property(tries = 60, seed = "2011")
  void strategyProofnessClaimingMoreThanIsNeededGainsNothing(
      @ForAll @LongRange(min = 0, max = 1L << 40) long seed) {
    Random random = new Random(seed);
    int users = 2 + random.nextInt(3);
    double[][] claims = users(random, users, 2);
    DivisionOfOneAgent honest = new DivisionOfOneAgent(capacity, claims);
    double[] need = claims[0];
    double[][] lying = claims.clone();
    lying[0] = new double[] {need[0] * (1 + random.nextInt(3)), need[1] * (1 + random.nextInt(3))};
    DivisionOfOneAgent lied = new DivisionOfOneAgent(capacity, lying);

    assertThat(lied.worth(0, need)).isLessThanOrEqualTo(honest.tasks(0) + 2);
  }
}
