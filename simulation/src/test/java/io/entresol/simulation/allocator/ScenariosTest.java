package io.entresol.simulation.allocator;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** The scenarios do what they are said to do; how fast is not asked here. */
class ScenariosTest {
  private final Scenarios scenarios = new Scenarios(Stopwatch.WALL);
  private final RoleScenarios roles = new RoleScenarios(Stopwatch.WALL);

  @Test
  void eachFreeAgentBecomesOneOffer() {
    assertThat(scenarios.offerAll("A", 60, 10, 1).offers()).isEqualTo(60);
    assertThat(scenarios.manyDeclined("B4", 40, 200, 1).offers()).isEqualTo(40);
    assertThat(scenarios.volumes(30, 5, 1).offers()).isEqualTo(30);
    assertThat(scenarios.revive(20, 5, 1).offers()).isEqualTo(20);
  }

  @Test
  void nothingIsOfferedThatNobodyWants() {
    assertThat(scenarios.offerNobody("A5", 60, 10, 1).offers()).isZero();
    assertThat(scenarios.allDeclined("B1", 30, 10, 1).offers()).isZero();
  }

  @Test
  void addedAndUpdatedAgentsAreOffered() {
    assertThat(scenarios.addAndUpdate(40, 10, 1, 1))
        .extracting(Figure::offers)
        .containsExactly(40L, 40L);
  }

  @Test
  void everyQuotaIsServedOnceAndThenNothingIsLeftToDo() {
    // An even number, so that no half of an agent is left to split a large quota.
    List<Figure> figures = roles.quotas(20, 5, new double[] {1, 1, 1});

    // One offer for each small quota, two for each large one.
    assertThat(figures.get(0).offers()).isEqualTo(20 + 2 * 5);
    assertThat(figures.get(1).offers()).isZero();
  }

  @Test
  void withAndWithoutQuotaTheSameAgentsAreOffered() {
    double[] none = {0, 0, 0};
    assertThat(roles.pairs(20, false, none).get(0).offers()).isEqualTo(40);
    assertThat(roles.pairs(20, true, none).get(0).offers()).isEqualTo(40);
  }
}
