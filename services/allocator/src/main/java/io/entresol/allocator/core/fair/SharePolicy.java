package io.entresol.allocator.core.fair;

/**
 * Says who is next. Everything else (quota, filters, reservations, what an agent has) is common to
 * all policies. Claims of equal rank are ordered by {@link #tieBreak}, then by how seldom they were
 * served, then by name.
 *
 * <p>Stateless, and used by one thread. One from elsewhere is found on the class path as a {@link
 * java.util.ServiceLoader} service under its name.
 */
public interface SharePolicy {
  /** What the option calls it. */
  String name();

  /** A number, smaller for who is served earlier. Called whenever the claim's holdings changed. */
  double rank(Claim claim, Capacity capacity);

  /** The order among claims of exactly equal rank, smaller first. */
  default double tieBreak(Claim claim, Capacity capacity) {
    return 0;
  }
}
