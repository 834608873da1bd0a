package io.entresol.gateway.core.document;

import com.fasterxml.jackson.core.JsonGenerator;
import io.entresol.proto.bus.StatePage;
import io.entresol.proto.bus.StateQuery;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/**
 * Some lists out of one reading. The first is written as it comes; the others, which the master
 * bounds, are kept until it is complete.
 */
final class Lists implements Section {
  /** One list: where it comes from, and how an element is written. */
  static final class Column<T> {
    private final String field;
    private final Function<StatePage, ? extends Iterable<T>> elements;
    private final ElementWriter<T> writer;
    private final List<T> kept = new ArrayList<>();

    Column(
        String field,
        Function<StatePage, ? extends Iterable<T>> elements,
        ElementWriter<T> writer) {
      this.field = field;
      this.elements = elements;
      this.writer = writer;
    }

    private void write(StatePage page, JsonGenerator json) throws IOException {
      for (T element : elements.apply(page)) {
        writer.write(element, json);
      }
    }

    private void keep(StatePage page) {
      elements.apply(page).forEach(kept::add);
    }

    private void writeKept(JsonGenerator json) throws IOException {
      json.writeArrayFieldStart(field);
      for (T element : kept) {
        writer.write(element, json);
      }
      json.writeEndArray();
    }
  }

  interface ElementWriter<T> {
    void write(T element, JsonGenerator json) throws IOException;
  }

  private final Set<StateQuery.Part> reads;
  private final Column<?> first;
  private final List<Column<?>> others;

  Lists(Set<StateQuery.Part> reads, Column<?> first, Column<?>... others) {
    this.reads = reads;
    this.first = first;
    this.others = List.of(others);
  }

  @Override
  public Set<StateQuery.Part> reads() {
    return reads;
  }

  @Override
  public void begin(JsonGenerator json) throws IOException {
    json.writeArrayFieldStart(first.field);
  }

  @Override
  public void page(StatePage page, JsonGenerator json) throws IOException {
    first.write(page, json);
    for (Column<?> other : others) {
      other.keep(page);
    }
  }

  @Override
  public void end(JsonGenerator json) throws IOException {
    json.writeEndArray();
    for (Column<?> other : others) {
      other.writeKept(json);
    }
  }
}
