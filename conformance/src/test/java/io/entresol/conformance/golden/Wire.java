package io.entresol.conformance.golden;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.zip.GZIPInputStream;

/** A connection for one request, written to the letter. */
final class Wire implements Closeable {
  private static final int READ_TIMEOUT_MS = 20_000;

  /**
   * The head of an answer.
   *
   * @param headers by their names in lower case
   */
  record Head(int status, Map<String, String> headers) {
    Head {
      headers = Map.copyOf(headers);
    }
  }

  private final Socket socket;
  private final InputStream in;

  Wire(int port) throws IOException {
    socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setSoTimeout(READ_TIMEOUT_MS);
    in = socket.getInputStream();
  }

  void noReadTimeout() throws IOException {
    socket.setSoTimeout(0);
  }

  void send(String method, String target, Map<String, String> headers, byte[] body)
      throws IOException {
    StringBuilder head = new StringBuilder(method + " " + target + " HTTP/1.1\r\n");
    for (Map.Entry<String, String> header : headers.entrySet()) {
      boolean length = header.getKey().equalsIgnoreCase("Content-Length");
      head.append(header.getKey())
          .append(": ")
          .append(length ? Integer.toString(body.length) : header.getValue())
          .append("\r\n");
    }
    ByteArrayOutputStream request = new ByteArrayOutputStream();
    request.writeBytes(head.append("\r\n").toString().getBytes(StandardCharsets.UTF_8));
    request.writeBytes(body);
    write(request.toByteArray());
  }

  void write(byte[] bytes) throws IOException {
    socket.getOutputStream().write(bytes);
    socket.getOutputStream().flush();
  }

  /**
   * The status line and the headers.
   *
   * @throws EOFException if the connection was closed without an answer
   */
  Head readHead() throws IOException {
    String[] status = readLine().split(" ", 3);
    if (status[1].equals("100")) {
      readLine();
      return readHead();
    }
    Map<String, String> headers = new LinkedHashMap<>();
    for (String line = readLine(); !line.isEmpty(); line = readLine()) {
      int colon = line.indexOf(':');
      headers.put(
          line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).strip());
    }
    return new Head(Integer.parseInt(status[1]), headers);
  }

  /** The whole body, decompressed. */
  byte[] readBody(Head head) throws IOException {
    byte[] body;
    if (head.headers().containsKey("content-length")) {
      body = in.readNBytes(Integer.parseInt(head.headers().get("content-length")));
    } else if (head.headers().containsKey("transfer-encoding")) {
      ByteArrayOutputStream whole = new ByteArrayOutputStream();
      for (byte[] chunk = readChunk(); chunk.length > 0; chunk = readChunk()) {
        whole.writeBytes(chunk);
      }
      body = whole.toByteArray();
    } else {
      body = in.readAllBytes();
    }
    if (!"gzip".equals(head.headers().get("content-encoding"))) {
      return body;
    }
    try (GZIPInputStream plain = new GZIPInputStream(new ByteArrayInputStream(body))) {
      return plain.readAllBytes();
    }
  }

  /** Empty at the proper end of the answer. */
  byte[] readChunk() throws IOException {
    int length = Integer.parseInt(readLine(), 16);
    byte[] chunk = in.readNBytes(length);
    if (chunk.length < length) {
      throw new EOFException("the connection has ended within a chunk");
    }
    readLine();
    return chunk;
  }

  private String readLine() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int b = in.read(); b != '\n'; b = in.read()) {
      if (b < 0) {
        throw new EOFException("the connection has ended");
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
