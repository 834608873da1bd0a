package io.entresol.cli.explain;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;

class ExplanationTextTest {
  private static final String ROLE =
      """
      {"role": "web", "subscribed": true, "suppressed": false, "weight": 1.0,
       "dominant_share": 0.125, "role_dominant_share": 0.25, "allocated": {"cpus": 1.5, "mem": 128.0},
       "offer_filters": 1,
       "roles_ahead": [{"name": "db", "dominant_share": 0.1, "weight": 2.0}],
       "frameworks_ahead": [],
       "agents": [{"reason": "declined", "text": "the framework has declined as much of the agent",
                   "agents": 2, "example": "m-S0", "until": "2026-01-01T00:00:00Z"},
                  {"reason": "quota_limit", "text": "the role has reached the limit of its quota",
                   "agents": 1, "example": "m-S7"}],
       "quota": {"guarantees": {}, "limits": {"cpus": 4.0}, "consumed": {"cpus": 1.5}}}
      """;

  private static JsonNode json(String text) throws Exception {
    return new ObjectMapper().readTree(text);
  }

  @Test
  void aFrameworkIsExplainedRoleByRole() throws Exception {
    String framework =
        "{\"framework_id\": \"m-0000\", \"name\": \"shop\", \"active\": true, \"known\": true,"
            + "\"allocation_paused\": false, \"roles\": ["
            + ROLE
            + "]}";

    assertThat(ExplanationText.framework(json(framework)))
        .isEqualTo(
            """
            Framework m-0000 (shop) is connected
              In role web: dominant share 12.5 % (of the role: 25 %, weight 1), holds cpus 1.5, mem 128, 1 offer filter
                Quota: guaranteed nothing; at most cpus 4; consumed cpus 1.5
                Served before it: role db (dominant share 10 %, weight 2)
                2 agents: the framework has declined as much of the agent [declined] until 2026-01-01T00:00:00Z; for example m-S0
                1 agent: the role has reached the limit of its quota [quota_limit]; for example m-S7
            """);
  }

  @Test
  void aRoleIsExplainedFrameworkByFramework() throws Exception {
    String role =
        "{\"role\": \"web\", \"known\": true, \"weight\": 1, \"role_dominant_share\": 0,"
            + "\"allocation_paused\": true, \"roles_ahead\": [], \"framework_count\": 3,"
            + "\"frameworks\": [{\"framework_id\": \"m-0000\", \"name\": \"shop\","
            + "\"active\": false, \"roles\": []}]}";

    assertThat(ExplanationText.role(json(role)))
        .isEqualTo(
            """
            Nobody is offered anything now: the master waits for agents to return.
            Role web: weight 1, dominant share 0 %, 3 frameworks
            Framework m-0000 (shop) is not connected
            2 more frameworks whose turn comes later
            """);
  }
}
