package io.entresol.marathon.core.rest.json;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.entresol.marathon.core.app.format.AppAnswer;
import io.entresol.marathon.core.app.format.FormatSettings;
import io.entresol.marathon.core.json.JsonText;
import io.entresol.marathon.core.rest.QueueView;
import io.entresol.marathon.core.rest.QueueView.RejectSummary;
import io.entresol.marathon.core.rest.QueueView.UnusedOffer;
import io.entresol.mesos.v1.Attribute;
import io.entresol.mesos.v1.Offer;
import io.entresol.mesos.v1.Resource;
import io.entresol.mesos.v1.Value;
import java.time.Duration;
import java.util.List;

/** What waits to be launched, and why it still waits. */
public final class QueueJson {
  private QueueJson() {}

  public static ObjectNode json(QueueView entry, boolean withOffers, FormatSettings formats) {
    ObjectNode node = JsonText.object();
    node.put("count", entry.count());
    Duration left = entry.delayLeft().isNegative() ? Duration.ZERO : entry.delayLeft();
    node.putObject("delay")
        .put("timeLeftSeconds", (left.toMillis() + 999) / 1000)
        .put("overdue", left.isZero());
    node.put("since", JsonText.instant(entry.since()));
    node.set("app", new AppAnswer(formats).json(entry.app()));
    node.put("role", entry.app().role().orElse(formats.role()));
    ObjectNode summary = node.putObject("processedOffersSummary");
    summary.put("processedOffersCount", entry.processedOffers());
    summary.put("unusedOffersCount", entry.unusedOffers());
    TaskJson.put(summary, "lastUnusedOfferAt", entry.lastUnusedOfferAt());
    TaskJson.put(summary, "lastUsedOfferAt", entry.lastUsedOfferAt());
    summary.set("rejectSummaryLastOffers", rejects(entry.lastOffers()));
    summary.set("rejectSummaryLaunchAttempt", rejects(entry.sinceLaunchAttempt()));
    if (withOffers) {
      ArrayNode offers = node.putArray("lastUnusedOffers");
      entry.lastUnusedOffers().forEach(offer -> offers.add(json(offer)));
    }
    return node;
  }

  private static ArrayNode rejects(List<RejectSummary> rejects) {
    ArrayNode list = JsonText.array();
    for (RejectSummary reject : rejects) {
      list.addObject()
          .put("reason", reject.reason().name())
          .put("declined", reject.declined())
          .put("processed", reject.processed());
    }
    return list;
  }

  private static ObjectNode json(UnusedOffer unused) {
    Offer offer = unused.offer();
    ObjectNode node = JsonText.object();
    ObjectNode inner = node.putObject("offer");
    inner.put("id", offer.getId().getValue());
    inner.put("agentId", offer.getAgentId().getValue());
    inner.put("hostname", offer.getHostname());
    ArrayNode resources = inner.putArray("resources");
    offer.getResourcesList().forEach(resource -> resources.add(json(resource)));
    ArrayNode attributes = inner.putArray("attributes");
    offer.getAttributesList().forEach(attribute -> attributes.add(json(attribute)));
    ArrayNode reasons = node.putArray("reason");
    unused.reasons().forEach(reason -> reasons.add(reason.name()));
    node.put("timestamp", JsonText.instant(unused.timestamp()));
    return node;
  }

  private static ObjectNode json(Resource resource) {
    ObjectNode node = JsonText.object().put("name", resource.getName());
    int layers = resource.getReservationsCount();
    node.put("role", layers == 0 ? "*" : resource.getReservations(layers - 1).getRole());
    switch (resource.getType()) {
      case SCALAR -> JsonText.putNumber(node, "scalar", resource.getScalar().getValue());
      case RANGES -> node.set("ranges", ranges(resource.getRanges()));
      case SET -> node.set("set", items(resource.getSet()));
      case TEXT -> node.put("text", "");
    }
    return node;
  }

  private static ObjectNode json(Attribute attribute) {
    ObjectNode node = JsonText.object().put("name", attribute.getName());
    switch (attribute.getType()) {
      case SCALAR -> JsonText.putNumber(node, "scalar", attribute.getScalar().getValue());
      case RANGES -> node.set("ranges", ranges(attribute.getRanges()));
      case SET -> node.set("set", items(attribute.getSet()));
      case TEXT -> node.put("text", attribute.getText().getValue());
    }
    return node;
  }

  private static ArrayNode ranges(Value.Ranges ranges) {
    ArrayNode list = JsonText.array();
    for (Value.Range range : ranges.getRangeList()) {
      list.addObject().put("begin", range.getBegin()).put("end", range.getEnd());
    }
    return list;
  }

  private static ArrayNode items(Value.Set set) {
    ArrayNode list = JsonText.array();
    set.getItemList().forEach(list::add);
    return list;
  }
}
