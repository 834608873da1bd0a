package io.entresol.simulation.gateway;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** How much memory the live objects of another Java process take, after a full collection. */
final class LiveHeap {
  private LiveHeap() {}

  /**
   * Asks with the JDK's {@code jcmd}.
   *
   * @throws IOException if there is no such process, or it cannot be asked
   */
  static long bytes(long pid) throws IOException, InterruptedException {
    Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
    Process process =
        new ProcessBuilder(jcmd.toString(), Long.toString(pid), "GC.class_histogram")
            .redirectErrorStream(true)
            .start();
    List<String> lines;
    try (var output = process.inputReader(StandardCharsets.UTF_8)) {
      lines = output.lines().toList();
    }
    // The last line is "Total", the count of objects, and their bytes.
    String[] total = lines.isEmpty() ? new String[0] : lines.get(lines.size() - 1).split("\\s+");
    if (process.waitFor() != 0 || total.length < 3 || !total[0].equals("Total")) {
      throw new IOException("jcmd cannot ask process " + pid + ": " + String.join("\n", lines));
    }
    return Long.parseLong(total[2]);
  }
}
