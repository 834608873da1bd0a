package io.entresol.master.core.validation;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What a role's name may look like, and how roles contain each other. */
public final class RoleRules {
  private RoleRules() {}

  /** Why that cannot be a role, or empty if it can. */
  public static Optional<String> check(String role) {
    if (role.equals("*")) {
      return Optional.empty();
    }
    if (role.isEmpty()) {
      return Optional.of("a role's name must not be empty");
    }
    if (role.startsWith("/") || role.endsWith("/")) {
      return Optional.of("role '" + role + "' must not start or end with a slash");
    }
    if (role.contains("//")) {
      return Optional.of("role '" + role + "' must not contain two slashes in a row");
    }
    for (String part : role.split("/", -1)) {
      Optional<String> objection = checkPart(role, part);
      if (objection.isPresent()) {
        return objection;
      }
    }
    return Optional.empty();
  }

  private static Optional<String> checkPart(String role, String part) {
    if (part.equals(".") || part.equals("..") || part.equals("*")) {
      return Optional.of("role '" + role + "' must not have '" + part + "' as a part");
    }
    if (part.startsWith("-")) {
      return Optional.of("role '" + role + "' has a part that starts with a dash");
    }
    for (int i = 0; i < part.length(); i++) {
      char c = part.charAt(i);
      if (c <= 0x20 || c == 0x7f) {
        return Optional.of("role '" + role + "' contains white space or a control character");
      }
    }
    return Optional.empty();
  }

  /** Why one of them cannot be a role, or empty if all can. */
  static Optional<String> checkAll(Collection<String> roles) {
    for (String role : roles) {
      Optional<String> objection = check(role);
      if (objection.isPresent()) {
        return objection;
      }
    }
    return Optional.empty();
  }

  /** Why a framework may not suppress or revive these roles, or empty if it may. */
  public static Optional<String> checkSubscribed(Collection<String> roles, Set<String> subscribed) {
    for (String role : roles) {
      if (!subscribed.contains(role)) {
        return Optional.of("the framework is not subscribed to role '" + role + "'");
      }
    }
    return checkAll(roles);
  }

  /** Whether a role lies strictly below another. */
  public static boolean isBelow(String role, String ancestor) {
    return role.length() > ancestor.length() && role.startsWith(ancestor + "/");
  }

  public static boolean isAtOrBelow(String role, String ancestor) {
    return role.equals(ancestor) || isBelow(role, ancestor);
  }

  /** The roles above it, nearest first. */
  public static List<String> ancestors(String role) {
    List<String> ancestors = new ArrayList<>();
    for (int slash = role.lastIndexOf('/'); slash > 0; slash = role.lastIndexOf('/', slash - 1)) {
      ancestors.add(role.substring(0, slash));
    }
    return ancestors;
  }
}
