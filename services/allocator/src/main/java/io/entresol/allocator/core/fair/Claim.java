package io.entresol.allocator.core.fair;

/**
 * What a policy may know of one of those who compete: a role's subtree or a framework in a role.
 */
public interface Claim {
  /** Greater than 0; 1 unless an operator said otherwise. */
  double weight();

  /** What it holds of a kind, offered or in use, in thousandths. */
  long heldMilli(int kind);
}
