package io.entresol.proto;

/** A stream that is not framed as RecordIO, or holds a record over the limit. */
public final class RecordIoException extends Exception {
  private static final long serialVersionUID = 1L;

  RecordIoException(String message) {
    super(message);
  }
}
