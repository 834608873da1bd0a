package io.entresol.conformance.golden;

import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/**
 * Where what stood at the recorded addresses is found now.
 *
 * @param ports ours by the recorded one
 * @param directories ours by the recorded one
 */
record Endpoints(Map<Integer, Integer> ports, Map<String, Path> directories) {
  Endpoints {
    ports = Map.copyOf(ports);
    directories = Map.copyOf(directories);
  }

  int port(int recorded) {
    Integer port = ports.get(recorded);
    if (port == null) {
      throw new IllegalArgumentException("nothing stands for the recorded port " + recorded);
    }
    return port;
  }

  Path directory(String recorded) {
    return directories.get(recorded);
  }

  /** A recorded text with our addresses in it. */
  String ours(String recorded) {
    String text = recorded;
    for (Map.Entry<Integer, Integer> port : ports.entrySet()) {
      text = text.replace("127.0.0.1:" + port.getKey(), "127.0.0.1:" + port.getValue());
    }
    for (Map.Entry<String, Path> directory : directories.entrySet()) {
      text = text.replace(directory.getKey(), directory.getValue().toString());
    }
    return text;
  }

  /** A text of ours with the recorded addresses in it. */
  String recorded(String ours) {
    String text = ours;
    for (Map.Entry<Integer, Integer> port : ports.entrySet()) {
      text = text.replace("127.0.0.1:" + port.getValue(), "127.0.0.1:" + port.getKey());
    }
    for (Map.Entry<String, Path> directory : new TreeMap<>(directories).entrySet()) {
      text = text.replace(directory.getValue().toString(), directory.getKey());
    }
    return text;
  }

  /** A number of ours: the recorded port if it is one of our ports. */
  long recorded(long ours) {
    return ports.entrySet().stream()
        .filter(port -> port.getValue() == ours)
        .mapToLong(Map.Entry::getKey)
        .findFirst()
        .orElse(ours);
  }
}
