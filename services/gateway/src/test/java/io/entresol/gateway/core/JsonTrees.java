package io.entresol.gateway.core;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.TreeSet;

/**
 * The fields, their order, nesting and types of a JSON value as text: {@code {id:text,
 * tasks:[{…}]}}. Whole and floating numbers differ. Of an array the different shapes of its
 * elements count, not their number.
 */
public final class JsonTrees {
  private JsonTrees() {}

  public static String shape(JsonNode node) {
    return switch (node.getNodeType()) {
      case OBJECT -> object(node);
      case ARRAY -> array(node);
      case STRING -> "text";
      case BOOLEAN -> "boolean";
      case NUMBER -> node.isIntegralNumber() ? "whole" : "floating";
      case NULL -> "null";
      case BINARY, MISSING, POJO -> throw new IllegalArgumentException(node.toString());
    };
  }

  private static String object(JsonNode node) {
    StringJoiner fields = new StringJoiner(", ", "{", "}");
    for (Iterator<Map.Entry<String, JsonNode>> each = node.fields(); each.hasNext(); ) {
      Map.Entry<String, JsonNode> field = each.next();
      fields.add(field.getKey() + ":" + shape(field.getValue()));
    }
    return fields.toString();
  }

  private static String array(JsonNode node) {
    TreeSet<String> shapes = new TreeSet<>();
    node.forEach(element -> shapes.add(shape(element)));
    return shapes.toString();
  }

  /** The value with the elements of all arrays sorted, since most of them have no order. */
  public static String sorted(JsonNode node) {
    return switch (node.getNodeType()) {
      case OBJECT -> {
        StringJoiner fields = new StringJoiner(",\n", "{", "}");
        for (Iterator<Map.Entry<String, JsonNode>> each = node.fields(); each.hasNext(); ) {
          Map.Entry<String, JsonNode> field = each.next();
          fields.add(field.getKey() + ": " + sorted(field.getValue()));
        }
        yield fields.toString();
      }
      case ARRAY -> {
        List<String> elements = new ArrayList<>();
        node.forEach(element -> elements.add(sorted(element)));
        elements.sort(null);
        yield elements.toString();
      }
      default -> node.toString();
    };
  }
}
