package io.entresol.domain.resources;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** The laws of the resources algebra, over random bags. */
class ResourcesLawsTest {
  @Property
  void additionIsCommutative(@ForAll("bags") Resources a, @ForAll("bags") Resources b) {
    assertThat(a.plus(b)).isEqualTo(b.plus(a));
  }

  @Property
  void additionIsAssociative(
      @ForAll("bags") Resources a, @ForAll("bags") Resources b, @ForAll("bags") Resources c) {
    assertThat(a.plus(b).plus(c)).isEqualTo(a.plus(b.plus(c)));
  }

  @Property
  void sumContainsItsParts(@ForAll("bags") Resources a, @ForAll("bags") Resources b) {
    assertThat(a.plus(b).contains(a)).isTrue();
    assertThat(a.plus(b).contains(b)).isTrue();
  }

  @Property
  void takingAwayWhatIsContainedAndAddingItAgainChangesNothing(
      @ForAll("bags") Resources a, @ForAll("bags") Resources b) {
    Resources sum = a.plus(b);
    assertThat(sum.minus(b).plus(b)).isEqualTo(sum);
  }

  @Property
  void scalarsTakenAwayAreGone(
      @ForAll("scalarBags") Resources a, @ForAll("scalarBags") Resources b) {
    assertThat(a.plus(b).minus(b)).isEqualTo(a);
  }

  @Property
  void nothingIsLeftOfABagLessItself(@ForAll("bags") Resources a) {
    assertThat(a.minus(a)).isEqualTo(Resources.NONE);
  }

  @Property
  void allocationToARoleIsUndoneByUnallocated(@ForAll("bags") Resources a) {
    assertThat(a.allocatedTo("eng").unallocated()).isEqualTo(a);
  }

  @Property
  void noAmountIsEverEmpty(@ForAll("bags") Resources a, @ForAll("bags") Resources b) {
    a.minus(b).forEach((key, amount) -> assertThat(amount.isEmpty()).isFalse());
  }

  @Property
  void rangesBehaveAsSetsOfNumbers(@ForAll("numbers") Set<Long> a, @ForAll("numbers") Set<Long> b) {
    Ranges left = ranges(a).minus(ranges(b));
    Ranges both = ranges(a).intersect(ranges(b));
    for (long number = 0; number <= 40; number++) {
      assertThat(left.contains(number)).isEqualTo(a.contains(number) && !b.contains(number));
      assertThat(both.contains(number)).isEqualTo(a.contains(number) && b.contains(number));
    }
    assertThat(ranges(a).contains(ranges(b))).isEqualTo(a.containsAll(b));
    assertThat(ranges(a).size()).isEqualTo(a.size());
  }

  @Property
  void rangesAreCanonical(@ForAll("numbers") Set<Long> numbers) {
    List<Ranges.Range> ranges = ranges(numbers).ranges();
    for (int i = 1; i < ranges.size(); i++) {
      assertThat(ranges.get(i).begin()).isGreaterThan(ranges.get(i - 1).end() + 1);
    }
  }

  private static Ranges ranges(Set<Long> numbers) {
    return new Ranges(numbers.stream().map(n -> new Ranges.Range(n, n)).toList());
  }

  @Provide
  Arbitrary<Set<Long>> numbers() {
    return Arbitraries.longs().between(0, 40).set().ofMaxSize(30);
  }

  @Provide
  Arbitrary<Resources> bags() {
    return Arbitraries.oneOf(scalar(), ports(), names()).list().ofMaxSize(6).map(Resources::sum);
  }

  @Provide
  Arbitrary<Resources> scalarBags() {
    return scalar().list().ofMaxSize(6).map(Resources::sum);
  }

  private static Arbitrary<Resources> scalar() {
    return Combinators.combine(key("cpus", "mem"), Arbitraries.longs().between(1, 5_000_000))
        .as((key, milli) -> Resources.of(key, new Scalar(milli)));
  }

  private static Arbitrary<Resources> ports() {
    return Combinators.combine(
            key("ports"), Arbitraries.longs().between(0, 50), Arbitraries.longs().between(0, 9))
        .as((key, begin, more) -> Resources.of(key, Ranges.of(begin, begin + more)));
  }

  private static Arbitrary<Resources> names() {
    return Combinators.combine(
            key("bugs"), Arbitraries.of("a", "b", "c", "d").set().ofMinSize(1).ofMaxSize(3))
        .as((key, items) -> Resources.of(key, Items.of(items)));
  }

  private static Arbitrary<ResourceKey> key(String... names) {
    Arbitrary<List<Reservation>> reservations =
        Arbitraries.of(
            List.of(),
            List.of(Reservation.statically("eng")),
            List.of(Reservation.statically("eng"), Reservation.dynamically("eng/web", "ops")));
    return Combinators.combine(Arbitraries.of(names), reservations, Arbitraries.of(true, false))
        .as(
            (name, stack, revocable) ->
                new ResourceKey(
                    name,
                    stack,
                    Optional.empty(),
                    Optional.empty(),
                    revocable,
                    false,
                    Optional.empty()));
  }
}
