package io.entresol.master.core.operator;

/** Where operators' decisions stand in the registry. */
public final class RegistryKeys {
  public static final String WEIGHTS = "weights/";
  public static final String QUOTAS = "quota/";
  public static final String MAINTENANCE = "maintenance";

  private RegistryKeys() {}

  public static String weight(String role) {
    return WEIGHTS + segment(role);
  }

  public static String quota(String role) {
    return QUOTAS + segment(role);
  }

  /** One segment of a key, though roles have slashes. */
  private static String segment(String role) {
    return role.replace("%", "%25").replace("/", "%2F");
  }
}
