package io.entresol.agent.container.docker;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;

/**
 * How much of one stream of a container's output is in its file. Exact after a restart too: the
 * mark says that the file's first bytes, up to the mark's length, are all the lines from before the
 * mark's time and none since; so whatever the file holds beyond is the begin of what the engine
 * sends when it is asked for the lines since then.
 */
final class CopiedOutput {
  /**
   * A mark.
   *
   * @param since the time of the line that was next; empty before the first
   * @param length how long the file was before that line
   */
  record Mark(Optional<Instant> since, long length) {
    /** Of a stream of which nothing was copied, in a file that has so much of something else. */
    static Mark from(long length) {
      return new Mark(Optional.empty(), length);
    }

    JsonObject toJson() {
      JsonObject json = new JsonObject().put("length", length);
      since.ifPresent(time -> json.put("since", time.toString()));
      return json;
    }

    static Mark fromJson(JsonObject json) {
      return new Mark(
          Optional.ofNullable(json.getString("since")).map(Instant::parse), json.getLong("length"));
    }
  }

  /**
   * The engine stamps the lines of two streams one by one, and stores them not quite in that order:
   * a stream that was silent may get a line a little older than the other's newest.
   */
  static final Duration DISORDER_MOST = Duration.ofSeconds(10);

  private Mark mark;
  private long length;
  private long known;

  /**
   * @param mark what is known from before
   * @param fileLength how long the file is
   */
  CopiedOutput(Mark mark, long fileLength) {
    this.mark = mark;
    this.length = mark.length();
    this.known = Math.max(0, fileLength - mark.length());
  }

  Mark mark() {
    return mark;
  }

  /** The engine is about to send the lines since the mark again. */
  void rewind() {
    known += length - mark.length();
    length = mark.length();
  }

  /** What of a line has to be appended to the file; nothing if it is there already. */
  Buffer accept(String time, Buffer text) {
    Optional<Instant> stamped = parse(time);
    if (stamped.isPresent() && mark.since().isPresent()) {
      if (stamped.get().isBefore(mark.since().get())) {
        return Buffer.buffer();
      }
    }
    if (stamped.isPresent() && !stamped.equals(mark.since())) {
      mark = new Mark(stamped, length);
    }
    length += text.length();
    long old = Math.min(known, text.length());
    known -= old;
    return old == 0 ? text : text.getBuffer((int) old, text.length());
  }

  private static Optional<Instant> parse(String time) {
    try {
      return Optional.of(OffsetDateTime.parse(time).toInstant());
    } catch (DateTimeException unstamped) {
      return Optional.empty();
    }
  }

  /** From when on the engine must send lines, so that neither stream misses one. */
  static Optional<Instant> since(Mark out, Mark error) {
    if (out.since().isEmpty() && error.since().isEmpty()) {
      return Optional.empty();
    }
    Instant first = out.since().orElseGet(() -> before(error));
    Instant second = error.since().orElseGet(() -> before(out));
    return Optional.of(first.isBefore(second) ? first : second);
  }

  private static Instant before(Mark other) {
    return other.since().orElseThrow().minus(DISORDER_MOST);
  }
}
