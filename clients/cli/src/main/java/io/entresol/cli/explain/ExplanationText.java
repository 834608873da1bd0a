package io.entresol.cli.explain;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** An explanation for people to read. */
final class ExplanationText {
  private final StringBuilder text = new StringBuilder();

  private ExplanationText() {}

  /** Of one framework, role by role. */
  static String framework(JsonNode explanation) {
    ExplanationText text = new ExplanationText();
    text.paused(explanation);
    text.describe(explanation);
    return text.text.toString();
  }

  /** Of a role, framework by framework. */
  static String role(JsonNode explanation) {
    ExplanationText text = new ExplanationText();
    text.paused(explanation);
    text.line(
        0,
        "Role %s: weight %s, dominant share %s, %s",
        explanation.path("role").asText(),
        number(explanation.path("weight")),
        share(explanation.path("role_dominant_share")),
        count(explanation.path("framework_count").asInt(), "framework"));
    text.quota(1, explanation.path("quota"));
    text.ahead(1, "Served before it", "role", explanation.path("roles_ahead"));
    explanation.path("frameworks").forEach(text::describe);
    int hidden =
        explanation.path("framework_count").asInt() - explanation.path("frameworks").size();
    if (hidden > 0) {
      text.line(0, "%s whose turn comes later", count(hidden, "more framework"));
    }
    return text.text.toString();
  }

  private void line(int depth, String format, Object... values) {
    text.append("  ".repeat(depth)).append(String.format(Locale.ROOT, format, values)).append('\n');
  }

  private void paused(JsonNode explanation) {
    if (explanation.path("allocation_paused").asBoolean()) {
      line(0, "Nobody is offered anything now: the master waits for agents to return.");
    }
  }

  private void describe(JsonNode framework) {
    line(
        0,
        "Framework %s (%s) is %s",
        framework.path("framework_id").asText(),
        framework.path("name").asText(),
        framework.path("active").asBoolean() ? "connected" : "not connected");
    framework.path("roles").forEach(this::inRole);
  }

  private void inRole(JsonNode role) {
    line(
        1,
        "In role %s: dominant share %s (of the role: %s, weight %s), holds %s, %s%s%s",
        role.path("role").asText(),
        share(role.path("dominant_share")),
        share(role.path("role_dominant_share")),
        number(role.path("weight")),
        amounts(role.path("allocated")),
        count(role.path("offer_filters").asInt(), "offer filter"),
        role.path("suppressed").asBoolean() ? ", suppressed" : "",
        role.path("subscribed").asBoolean() ? "" : ", not subscribed");
    quota(2, role.path("quota"));
    ahead(2, "Served before it", "role", role.path("roles_ahead"));
    ahead(2, "Served before it in the role", "framework", role.path("frameworks_ahead"));
    if (role.path("agents").isEmpty()) {
      line(2, "There is no agent");
    }
    role.path("agents").forEach(this::agents);
  }

  private void agents(JsonNode agents) {
    String until = agents.path("until").asText("");
    line(
        2,
        "%s: %s [%s]%s; for example %s",
        count(agents.path("agents").asInt(), "agent"),
        agents.path("text").asText(),
        agents.path("reason").asText(),
        until.isEmpty() ? "" : " until " + until,
        agents.path("example").asText());
  }

  private void quota(int depth, JsonNode quota) {
    if (!quota.isMissingNode()) {
      line(
          depth,
          "Quota: guaranteed %s; at most %s; consumed %s",
          amounts(quota.path("guarantees")),
          amounts(quota.path("limits")),
          amounts(quota.path("consumed")));
    }
  }

  private void ahead(int depth, String what, String kind, JsonNode others) {
    List<String> names = new ArrayList<>();
    for (JsonNode other : others) {
      names.add(
          "%s (dominant share %s, weight %s)"
              .formatted(
                  other.path("name").asText(),
                  share(other.path("dominant_share")),
                  number(other.path("weight"))));
    }
    if (!names.isEmpty()) {
      line(depth, "%s: %s %s", what, kind, String.join(", ", names));
    }
  }

  private static String amounts(JsonNode amounts) {
    List<String> parts = new ArrayList<>();
    amounts
        .fields()
        .forEachRemaining(each -> parts.add(each.getKey() + " " + number(each.getValue())));
    return parts.isEmpty() ? "nothing" : String.join(", ", parts);
  }

  private static String count(int number, String what) {
    return number + " " + what + (number == 1 ? "" : "s");
  }

  /** In percent. */
  private static String share(JsonNode share) {
    return rounded(share.asDouble() * 100, 1) + " %";
  }

  private static String number(JsonNode number) {
    return rounded(number.asDouble(), 3);
  }

  private static String rounded(double number, int digits) {
    BigDecimal rounded = BigDecimal.valueOf(number).setScale(digits, RoundingMode.HALF_UP);
    return rounded.signum() == 0 ? "0" : rounded.stripTrailingZeros().toPlainString();
  }
}
