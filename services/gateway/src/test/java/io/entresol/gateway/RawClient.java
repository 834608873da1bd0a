package io.entresol.gateway;

import com.google.protobuf.ByteString;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** A client that writes and reads HTTP to the letter, one request on a connection. */
final class RawClient implements Closeable {
  /** A whole answer; the names of headers are in lower case. */
  record Answer(int status, Map<String, String> headers, ByteString content) {
    byte[] body() {
      return content.toByteArray();
    }

    String text() {
      return content.toStringUtf8();
    }
  }

  private static final int READ_TIMEOUT_MS = 20_000;

  private final Socket socket;
  private final InputStream in;

  RawClient(int port) throws IOException {
    socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setSoTimeout(READ_TIMEOUT_MS);
    in = socket.getInputStream();
  }

  /** Sends a request and reads the whole answer. */
  static Answer exchange(int port, String head, String body) throws IOException {
    return exchange(port, head, body.getBytes(StandardCharsets.UTF_8));
  }

  static Answer exchange(int port, String head, byte[] body) throws IOException {
    try (RawClient client = new RawClient(port)) {
      client.send(head, body);
      int status = client.readStatus();
      Map<String, String> headers = client.readHeaders();
      boolean bodyless = head.startsWith("HEAD ") || status == 204;
      return new Answer(
          status,
          headers,
          bodyless ? ByteString.EMPTY : ByteString.copyFrom(client.readBody(headers)));
    }
  }

  static Answer get(int port, String target, String... headers) throws IOException {
    return exchange(port, "GET " + target + " HTTP/1.1\r\n" + lines(headers), "");
  }

  static String lines(String... headers) {
    StringBuilder lines = new StringBuilder();
    for (String header : headers) {
      lines.append(header).append("\r\n");
    }
    return lines.toString();
  }

  /**
   * Sends.
   *
   * @param head the request line and headers, each ended; host and length are added
   */
  void send(String head, byte[] body) throws IOException {
    boolean chunked = head.contains("Transfer-Encoding");
    String rest =
        "Host: test\r\n"
            + (chunked || head.contains("Content-Length")
                ? ""
                : "Content-Length: " + body.length + "\r\n")
            + "\r\n";
    write((head + rest).getBytes(StandardCharsets.UTF_8));
    write(body);
  }

  void write(byte[] bytes) throws IOException {
    socket.getOutputStream().write(bytes);
    socket.getOutputStream().flush();
  }

  int readStatus() throws IOException {
    return Integer.parseInt(readLine().split(" ", 3)[1]);
  }

  Map<String, String> readHeaders() throws IOException {
    Map<String, String> headers = new TreeMap<>();
    for (String line = readLine(); !line.isEmpty(); line = readLine()) {
      int colon = line.indexOf(':');
      headers.put(
          line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).strip());
    }
    return headers;
  }

  byte[] readBody(Map<String, String> headers) throws IOException {
    if (headers.containsKey("content-length")) {
      return in.readNBytes(Integer.parseInt(headers.get("content-length")));
    }
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    for (byte[] chunk = readChunk(); chunk.length > 0; chunk = readChunk()) {
      body.write(chunk);
    }
    return body.toByteArray();
  }

  /** Empty at the proper end of the answer. Fails if the connection ends before. */
  byte[] readChunk() throws IOException {
    int length = Integer.parseInt(readLine(), 16);
    byte[] chunk = in.readNBytes(length);
    readLine();
    return chunk;
  }

  private String readLine() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int b = in.read(); b != '\n'; b = in.read()) {
      if (b < 0) {
        throw new IOException("the connection has ended");
      }
      line.write(b);
    }
    return line.toString(StandardCharsets.UTF_8).stripTrailing();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
