package io.entresol.allocator;

import io.entresol.allocator.core.Explanation;
import io.entresol.allocator.core.Explanation.AgentClass;
import io.entresol.allocator.core.Explanation.Ahead;
import io.entresol.allocator.core.Explanation.InRole;
import io.entresol.allocator.core.Explanation.QuotaState;
import io.entresol.allocator.core.RoleExplanation;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Writes explanations as the gateway hands them on. */
final class ExplanationJson {
  private ExplanationJson() {}

  /** An explanation; of a framework that is not known, its id alone and that it is not. */
  static String framework(String frameworkId, Optional<Explanation> explanation) {
    JsonObject json = new JsonObject().put("framework_id", frameworkId);
    json.put("known", explanation.isPresent());
    explanation.ifPresent(known -> put(json, known).put("allocation_paused", known.paused()));
    return json.encode();
  }

  /** The same of a role. */
  static String role(String role, Optional<RoleExplanation> explanation) {
    JsonObject json = new JsonObject().put("role", role);
    json.put("known", explanation.isPresent());
    explanation.ifPresent(
        known -> {
          json.put("weight", known.weight())
              .put("role_dominant_share", known.share())
              .put("allocation_paused", known.paused())
              .put("roles_ahead", ahead(known.rolesAhead()))
              .put("framework_count", known.frameworkCount())
              .put(
                  "frameworks",
                  array(
                      known.frameworks().stream()
                          .map(
                              each ->
                                  put(
                                      new JsonObject().put("framework_id", each.frameworkId()),
                                      each))
                          .toList()));
          known.quota().ifPresent(quota -> json.put("quota", quota(quota)));
        });
    return json.encode();
  }

  private static JsonObject put(JsonObject json, Explanation framework) {
    return json.put("name", framework.name())
        .put("active", framework.active())
        .put("roles", array(framework.roles().stream().map(ExplanationJson::inRole).toList()));
  }

  private static JsonObject quota(QuotaState quota) {
    return new JsonObject()
        .put("guarantees", amounts(quota.guarantees()))
        .put("limits", amounts(quota.limits()))
        .put("consumed", amounts(quota.consumed()));
  }

  private static JsonObject inRole(InRole role) {
    JsonObject json =
        new JsonObject()
            .put("role", role.role())
            .put("subscribed", role.subscribed())
            .put("suppressed", role.suppressed())
            .put("weight", role.weight())
            .put("dominant_share", role.dominantShare())
            .put("role_dominant_share", role.roleShare())
            .put("allocated", amounts(role.allocated()))
            .put("offer_filters", role.filters())
            .put("roles_ahead", ahead(role.rolesAhead()))
            .put("frameworks_ahead", ahead(role.frameworksAhead()))
            .put("agents", array(role.agents().stream().map(ExplanationJson::agents).toList()));
    role.quota().ifPresent(quota -> json.put("quota", quota(quota)));
    return json;
  }

  private static JsonObject agents(AgentClass agents) {
    JsonObject json =
        new JsonObject()
            .put("reason", agents.reason().name().toLowerCase(Locale.ROOT))
            .put("text", agents.reason().text())
            .put("agents", agents.agents())
            .put("example", agents.example());
    agents.until().ifPresent(until -> json.put("until", until.toString()));
    return json;
  }

  private static JsonArray ahead(List<Ahead> ahead) {
    return array(
        ahead.stream()
            .map(
                other ->
                    new JsonObject()
                        .put("name", other.name())
                        .put("dominant_share", other.dominantShare())
                        .put("weight", other.weight()))
            .toList());
  }

  private static JsonObject amounts(Map<String, Double> amounts) {
    JsonObject json = new JsonObject();
    amounts.forEach(json::put);
    return json;
  }

  private static JsonArray array(List<JsonObject> objects) {
    JsonArray array = new JsonArray();
    objects.forEach(array::add);
    return array;
  }
}
