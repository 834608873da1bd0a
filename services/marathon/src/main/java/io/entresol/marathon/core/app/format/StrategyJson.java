package io.entresol.marathon.core.app.format;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.entresol.marathon.core.app.Backoff;
import io.entresol.marathon.core.app.Residency;
import io.entresol.marathon.core.app.UnreachableStrategy;
import io.entresol.marathon.core.app.UpgradeStrategy;
import io.entresol.marathon.core.json.JsonText;
import io.entresol.marathon.core.json.Members;
import java.time.Duration;
import java.util.Optional;

/** How an app reacts to failures, changes and losses. */
final class StrategyJson {
  private static final String DISABLED = "disabled";
  private static final String[] LOST_BEHAVIORS = {"WAIT_FOREVER", "RELAUNCH_AFTER_TIMEOUT"};

  private StrategyJson() {}

  static void write(Backoff backoff, ObjectNode app) {
    JsonText.putSeconds(app, "backoffSeconds", backoff.initial());
    JsonText.putNumber(app, "backoffFactor", backoff.factor());
    JsonText.putSeconds(app, "maxLaunchDelaySeconds", backoff.maxDelay());
  }

  static Backoff readBackoff(Members app) {
    return new Backoff(
        app.seconds("backoffSeconds").orElse(Backoff.DEFAULT.initial()),
        app.between("backoffFactor", 1, 1e6).orElse(Backoff.DEFAULT.factor()),
        app.seconds("maxLaunchDelaySeconds").orElse(Backoff.DEFAULT.maxDelay()));
  }

  static ObjectNode write(UpgradeStrategy strategy) {
    ObjectNode node = JsonText.object();
    JsonText.putNumber(node, "minimumHealthCapacity", strategy.minimumHealthCapacity());
    JsonText.putNumber(node, "maximumOverCapacity", strategy.maximumOverCapacity());
    return node;
  }

  static Optional<UpgradeStrategy> readUpgrade(Members app) {
    return app.object("upgradeStrategy")
        .map(
            members ->
                new UpgradeStrategy(
                    members.between("minimumHealthCapacity", 0, 1).orElse(1.0),
                    members.between("maximumOverCapacity", 0, 1).orElse(1.0)));
  }

  static JsonNode write(UnreachableStrategy strategy) {
    if (strategy instanceof UnreachableStrategy.Replace replace) {
      ObjectNode node = JsonText.object();
      JsonText.putSeconds(node, "inactiveAfterSeconds", replace.inactiveAfter());
      JsonText.putSeconds(node, "expungeAfterSeconds", replace.expungeAfter());
      return node;
    }
    return TextNode.valueOf(DISABLED);
  }

  static Optional<UnreachableStrategy> readUnreachable(Members app) {
    JsonNode node = app.node().path("unreachableStrategy");
    if (node.isTextual()) {
      if (!node.textValue().equals(DISABLED)) {
        app.problems()
            .value(
                app.path("unreachableStrategy"),
                "error.unknown.enum.literal: only 'disabled' is known");
      }
      return Optional.of(new UnreachableStrategy.Disabled());
    }
    return app.object("unreachableStrategy").map(StrategyJson::readReplace);
  }

  private static UnreachableStrategy readReplace(Members members) {
    Duration inactive = members.seconds("inactiveAfterSeconds").orElse(Duration.ZERO);
    Duration expunge = members.seconds("expungeAfterSeconds").orElse(inactive);
    if (expunge.compareTo(inactive) < 0) {
      members
          .problems()
          .value(members.path("inactiveAfterSeconds"), "must not be more than expungeAfterSeconds");
    }
    return new UnreachableStrategy.Replace(inactive, expunge);
  }

  static ObjectNode write(Residency residency) {
    ObjectNode node = JsonText.object();
    JsonText.putSeconds(
        node, "relaunchEscalationTimeoutSeconds", residency.relaunchEscalationTimeout());
    return node.put("taskLostBehavior", residency.taskLostBehavior());
  }

  static Optional<Residency> readResidency(Members app) {
    return app.object("residency")
        .map(
            members ->
                new Residency(
                    members
                        .seconds("relaunchEscalationTimeoutSeconds")
                        .orElse(Residency.DEFAULT.relaunchEscalationTimeout()),
                    members
                        .oneOf("taskLostBehavior", LOST_BEHAVIORS, word -> word)
                        .orElse(Residency.DEFAULT.taskLostBehavior())));
  }
}
