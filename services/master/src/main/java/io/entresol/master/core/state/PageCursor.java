package io.entresol.master.core.state;

import java.util.Optional;

/**
 * Where a page of the state begins.
 *
 * @param stage which kind of thing comes next
 * @param place the next agent's or framework's place
 * @param kind which of a framework's tasks come next: 0 live, 1 unreachable, 2 completed
 * @param inner the place of the next of them
 */
record PageCursor(Stage stage, int place, int kind, int inner) {
  /** The order in which the state is told. */
  enum Stage {
    AGENTS,
    FRAMEWORKS,
    COMPLETED_FRAMEWORKS,
    EXECUTORS,
    END;

    Stage next() {
      return switch (this) {
        case AGENTS -> FRAMEWORKS;
        case FRAMEWORKS -> COMPLETED_FRAMEWORKS;
        case COMPLETED_FRAMEWORKS -> EXECUTORS;
        case EXECUTORS, END -> END;
      };
    }
  }

  static final PageCursor START = new PageCursor(Stage.AGENTS, 0, 0, 0);
  static final PageCursor END = at(Stage.END, 0);

  static PageCursor at(Stage stage, int place) {
    return new PageCursor(stage, place, 0, 0);
  }

  PageCursor next() {
    return at(stage, place + 1);
  }

  PageCursor nextStage() {
    return at(stage.next(), 0);
  }

  PageCursor within(int newKind, int newInner) {
    return new PageCursor(stage, place, newKind, newInner);
  }

  String token() {
    return stage + ":" + place + ":" + kind + ":" + inner;
  }

  /** Reads a token; empty if it is none. */
  static Optional<PageCursor> parse(String token) {
    String[] parts = token.split(":", -1);
    if (parts.length != 4) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          new PageCursor(
              Stage.valueOf(parts[0]),
              Integer.parseUnsignedInt(parts[1]),
              Integer.parseUnsignedInt(parts[2]),
              Integer.parseUnsignedInt(parts[3])));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
