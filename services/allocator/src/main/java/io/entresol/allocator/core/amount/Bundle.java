package io.entresol.allocator.core.amount;

/**
 * Resources of one agent that go together, without saying whose: what it has, what is offered, what
 * was refused. Immutable: nobody writes to its vectors.
 */
public final class Bundle {
  public static final Bundle NONE = new Bundle(Quantities.NONE, Quantities.NONE, Rest.NONE);

  private final long[] plain;
  private final long[] revocable;
  private final Rest rest;

  /** Takes the vectors as they are: the caller writes to them no more. */
  public Bundle(long[] plain, long[] revocable, Rest rest) {
    this.plain = plain;
    this.revocable = revocable;
    this.rest = rest;
  }

  /** Unreserved, not revocable scalars by kind, in thousandths. */
  public long[] plain() {
    return plain;
  }

  /** Unreserved revocable scalars by kind, in thousandths; often of length 0. */
  public long[] revocable() {
    return revocable;
  }

  /** Everything else. */
  public Rest rest() {
    return rest;
  }

  public boolean isEmpty() {
    return rest.isEmpty() && Quantities.isZero(plain) && Quantities.isZero(revocable);
  }

  /** The sum of all scalars of a kind, reserved and revocable ones too; shared volumes left out. */
  public long milli(int kind) {
    return Quantities.at(plain, kind)
        + Quantities.at(revocable, kind)
        + Quantities.at(rest.scalars(), kind);
  }

  /** Whether that is wholly within this. */
  public boolean contains(Bundle part) {
    return Quantities.isWithin(part.plain, plain)
        && Quantities.isWithin(part.revocable, revocable)
        && rest.contains(part.rest);
  }

  public Bundle plus(Bundle more) {
    return new Bundle(
        Quantities.add(plain.clone(), more.plain),
        Quantities.add(revocable.clone(), more.revocable),
        rest.plus(more.rest));
  }

  /** This less what it contains. */
  public Bundle minus(Bundle part) {
    return new Bundle(
        Quantities.subtract(plain.clone(), part.plain),
        Quantities.subtract(revocable.clone(), part.revocable),
        rest.minus(part.rest));
  }

  @Override
  public boolean equals(Object other) {
    return other == this
        || (other instanceof Bundle bundle
            && Quantities.areEqual(plain, bundle.plain)
            && Quantities.areEqual(revocable, bundle.revocable)
            && rest.equals(bundle.rest));
  }

  @Override
  public int hashCode() {
    return 31 * (31 * Quantities.hash(plain) + Quantities.hash(revocable)) + rest.hashCode();
  }
}
