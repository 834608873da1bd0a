package io.entresol.driver;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * One connection over which HTTP/1.1 requests go and their answers come, in order; a request need
 * not wait for the answer to the one before. One thread writes and one reads.
 */
final class HttpConnection implements Closeable {
  private static final int CONNECT_TIMEOUT_MS = 10_000;
  private static final int MAX_HEAD_BYTES = 64 * 1024;
  private static final int MAX_MESSAGE_BYTES = 64 * 1024;
  private static final int BUFFER_BYTES = 64 * 1024;

  private final Socket socket = new Socket();
  private final HostPort peer;
  private InputStream in;
  private OutputStream out;

  HttpConnection(HostPort peer) {
    this.peer = peer;
  }

  /** Connects; {@link #close} from another thread ends the attempt. */
  void open() throws IOException {
    InetSocketAddress address = new InetSocketAddress(peer.host(), peer.port());
    if (address.isUnresolved()) {
      throw new IOException("unknown host " + peer.host());
    }
    socket.setTcpNoDelay(true);
    socket.setKeepAlive(true);
    socket.connect(address, CONNECT_TIMEOUT_MS);
    in = new BufferedInputStream(socket.getInputStream(), BUFFER_BYTES);
    out = socket.getOutputStream();
  }

  void post(String path, Map<String, String> headers, byte[] body) throws IOException {
    StringBuilder head = new StringBuilder();
    head.append("POST ").append(path).append(" HTTP/1.1\r\nHost: ").append(peer).append("\r\n");
    headers.forEach((name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
    head.append("Content-Length: ").append(body.length).append("\r\n\r\n");
    byte[] headBytes = head.toString().getBytes(StandardCharsets.ISO_8859_1);
    byte[] whole = new byte[headBytes.length + body.length];
    System.arraycopy(headBytes, 0, whole, 0, headBytes.length);
    System.arraycopy(body, 0, whole, headBytes.length, body.length);
    out.write(whole);
    out.flush();
  }

  /** The beginning of the next answer; waits for it. */
  Head readHead() throws IOException {
    String[] first = readLine().split(" ", 3);
    if (first.length < 2 || !first[0].startsWith("HTTP/1.") || !first[1].matches("[0-9]{3}")) {
      throw new IOException("no HTTP answer: " + String.join(" ", first));
    }
    Map<String, String> headers = new HashMap<>();
    int size = 0;
    while (true) {
      String line = readLine();
      if (line.isEmpty()) {
        return new Head(Integer.parseInt(first[1]), headers);
      }
      size += line.length();
      if (size > MAX_HEAD_BYTES) {
        throw new IOException("an answer's head is longer than " + MAX_HEAD_BYTES + " bytes");
      }
      int colon = line.indexOf(':');
      if (colon > 0) {
        headers.put(
            line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).trim());
      }
    }
  }

  /** The body of the answer whose head was read last; read it to its end before the next head. */
  InputStream body(Head head) {
    if (head.header("transfer-encoding").toLowerCase(Locale.ROOT).endsWith("chunked")) {
      return new ChunkedBody();
    }
    String length = head.header("content-length");
    if (!length.isEmpty()) {
      return new FixedBody(Long.parseLong(length));
    }
    return head.status() == 204 ? new FixedBody(0) : in;
  }

  /** The body of an answer as text, to its end; what is longer than a message is left out. */
  String text(Head head) throws IOException {
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    InputStream body = body(head);
    byte[] buffer = new byte[4096];
    for (int count = body.read(buffer); count >= 0; count = body.read(buffer)) {
      text.write(buffer, 0, Math.min(count, MAX_MESSAGE_BYTES - text.size()));
    }
    return new String(text.toByteArray(), StandardCharsets.UTF_8).trim();
  }

  private String readLine() throws IOException {
    StringBuilder line = new StringBuilder();
    while (true) {
      int next = in.read();
      if (next < 0) {
        throw new EOFException("the other side has closed the connection");
      }
      if (next == '\n') {
        int end = line.length();
        return end > 0 && line.charAt(end - 1) == '\r'
            ? line.substring(0, end - 1)
            : line.toString();
      }
      line.append((char) next);
      if (line.length() > MAX_HEAD_BYTES) {
        throw new IOException("a line of an answer is longer than " + MAX_HEAD_BYTES + " bytes");
      }
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }

  /** The beginning of an answer. */
  static final class Head {
    private final int status;
    private final Map<String, String> headers;

    Head(int status, Map<String, String> headers) {
      this.status = status;
      this.headers = headers;
    }

    int status() {
      return status;
    }

    /** A header's value; empty if there is none. The name is in small letters. */
    String header(String name) {
      return headers.getOrDefault(name, "");
    }
  }

  private abstract static class Body extends InputStream {
    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      int count = read(one, 0, 1);
      return count < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public abstract int read(byte[] bytes, int offset, int length) throws IOException;
  }

  private final class FixedBody extends Body {
    private long left;

    FixedBody(long length) {
      this.left = length;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      if (left == 0) {
        return -1;
      }
      int count = in.read(bytes, offset, (int) Math.min(length, left));
      if (count < 0) {
        throw new EOFException("the connection has ended within an answer");
      }
      left -= count;
      return count;
    }
  }

  private final class ChunkedBody extends Body {
    private long left;
    private boolean first = true;
    private boolean ended;

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      if (ended) {
        return -1;
      }
      if (left == 0) {
        nextChunk();
        if (ended) {
          return -1;
        }
      }
      int count = in.read(bytes, offset, (int) Math.min(length, left));
      if (count < 0) {
        throw new EOFException("the connection has ended within a chunk");
      }
      left -= count;
      return count;
    }

    private void nextChunk() throws IOException {
      if (!first && !readLine().isEmpty()) {
        throw new IOException("a chunk is longer than announced");
      }
      first = false;
      String size = readLine().split(";", 2)[0].trim();
      if (!size.matches("[0-9a-fA-F]{1,15}")) {
        throw new IOException("no size of a chunk: " + size);
      }
      left = Long.parseLong(size, 16);
      if (left == 0) {
        ended = true;
        while (!readLine().isEmpty()) {
          // Trailers say nothing that is of use here.
        }
      }
    }
  }
}
