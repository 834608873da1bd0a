package io.entresol.domain.resources;

import java.util.Optional;

/**
 * How much there is of one resource: a scalar, ranges of numbers, or a set of names. Immutable.
 *
 * <p>The three kinds never mix: an operation on two different kinds is a programming error and
 * throws {@link IllegalArgumentException}; data from outside is checked before it gets here.
 */
public sealed interface Amount permits Scalar, Ranges, Items {

  /** Whether nothing is left. */
  boolean isEmpty();

  /** The sum or union of both. */
  Amount plus(Amount other);

  /** This less the other; what the other has beyond this is ignored. */
  Amount minus(Amount other);

  /** Whether the other is wholly within this. */
  boolean contains(Amount other);

  /** What both have. */
  Amount intersect(Amount other);

  /** The first reason why this cannot be an amount of a resource, or empty. */
  default Optional<String> problem() {
    return Optional.empty();
  }
}
