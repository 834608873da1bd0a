package io.entresol.domain.resources;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One layer of a reservation.
 *
 * @param type whether an operator configured it on the agent or a framework or operator made it
 *     while running
 * @param role the role that it is for; never {@code *}
 * @param principal who made it; empty if nobody did, or anonymously
 * @param labels free key-value pairs, in the order given; a key may come twice, a value may be
 *     empty
 */
public record Reservation(
    Type type,
    String role,
    Optional<String> principal,
    List<Map.Entry<String, Optional<String>>> labels) {

  /** How a reservation came to be. */
  public enum Type {
    STATIC,
    DYNAMIC
  }

  public Reservation {
    labels = List.copyOf(labels);
  }

  public static Reservation statically(String role) {
    return new Reservation(Type.STATIC, role, Optional.empty(), List.of());
  }

  public static Reservation dynamically(String role, String principal) {
    return new Reservation(Type.DYNAMIC, role, Optional.ofNullable(principal), List.of());
  }
}
