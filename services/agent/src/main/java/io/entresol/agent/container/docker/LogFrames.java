package io.entresol.agent.container.docker;

import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;

/**
 * Cuts a container's output, as the engine streams it, into lines with the stream and the time of
 * each. Without a terminal, each line comes in a frame of its own, with eight bytes before it.
 */
final class LogFrames implements Handler<Buffer> {
  private static final int HEADER = 8;
  private static final int LENGTH_OFFSET = 4;
  private static final int STDERR = 2;

  /**
   * One line, or a part of a long one.
   *
   * @param error whether it was written to stderr
   * @param time as the engine writes it
   * @param text with its end of line, if it has one
   */
  record Line(boolean error, String time, Buffer text) {}

  private final boolean terminal;
  private final Handler<Line> lines;
  private Buffer pending = Buffer.buffer();

  /**
   * @param terminal whether the output is that of a terminal: one stream without frames
   */
  LogFrames(boolean terminal, Handler<Line> lines) {
    this.terminal = terminal;
    this.lines = lines;
  }

  @Override
  public void handle(Buffer bytes) {
    pending.appendBuffer(bytes);
    int start = 0;
    int end = frameEnd(start);
    while (end >= 0) {
      emit(start, end);
      start = end;
      end = frameEnd(start);
    }
    if (start > 0) {
      pending = pending.getBuffer(start, pending.length());
    }
  }

  /** Where the frame that starts there ends; negative if it is not here in full. */
  private int frameEnd(int start) {
    if (terminal) {
      int newline = indexOf((byte) '\n', start);
      return newline < 0 ? -1 : newline + 1;
    }
    if (pending.length() < start + HEADER) {
      return -1;
    }
    long end = start + HEADER + pending.getUnsignedInt(start + LENGTH_OFFSET);
    return end <= pending.length() ? (int) end : -1;
  }

  private void emit(int start, int end) {
    boolean error = !terminal && pending.getByte(start) == STDERR;
    int content = terminal ? start : start + HEADER;
    int blank = indexOf((byte) ' ', content);
    if (blank < 0 || blank >= end) {
      return;
    }
    lines.handle(
        new Line(error, pending.getString(content, blank), pending.getBuffer(blank + 1, end)));
  }

  private int indexOf(byte wanted, int from) {
    for (int i = from; i < pending.length(); i++) {
      if (pending.getByte(i) == wanted) {
        return i;
      }
    }
    return -1;
  }
}
