package io.entresol.cli.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;

/**
 * Free ports, so that tests do not need the well-known ones. They are below those that the kernel
 * gives away by itself (32768 and up): between the look and the start of a service, which takes
 * seconds, it would give some of them to others. Each JVM has a range of its own.
 */
final class Ports {
  private static final int FIRST = 10_000;
  private static final int LAST = 30_000;
  private static final int RANGE = 200;

  private static int next =
      FIRST + (int) (ProcessHandle.current().pid() % ((LAST - FIRST) / RANGE)) * RANGE;

  private Ports() {}

  static synchronized List<Integer> free(int count) {
    List<Integer> ports = new ArrayList<>();
    while (ports.size() < count) {
      int port = next;
      next = next == LAST ? FIRST : next + 1;
      if (isFree(port)) {
        ports.add(port);
      }
    }
    return ports;
  }

  private static boolean isFree(int port) {
    try (ServerSocket socket = new ServerSocket(port)) {
      return socket.isBound();
    } catch (BindException taken) {
      return false;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
