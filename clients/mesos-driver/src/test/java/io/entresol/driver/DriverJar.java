package io.entresol.driver;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The driver's jar as it is published, before an official jar on a host's class path. */
final class DriverJar {
  private static final Path TARGET = Path.of("target").toAbsolutePath();

  private DriverJar() {}

  static Path file() {
    try (Stream<Path> files = Files.list(TARGET)) {
      return files
          .filter(file -> file.getFileName().toString().matches("mesos-driver-[0-9].*\\.jar"))
          .findAny()
          .orElseThrow(() -> new AssertionError("the module has not been packaged"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The class path of a host, by the names of its jars. */
  static List<Path> classPath(String official) {
    List<Path> path = new ArrayList<>();
    path.add(file());
    for (String jar : official.split(",", -1)) {
      path.add(TARGET.resolve("official").resolve(jar));
    }
    path.add(TARGET.resolve("test-classes"));
    return path;
  }

  /** Sees nothing of this test's own classes. */
  static URLClassLoader host(String official) throws IOException {
    List<URL> urls = new ArrayList<>();
    for (Path path : classPath(official)) {
      urls.add(path.toUri().toURL());
    }
    return new URLClassLoader(urls.toArray(new URL[0]), ClassLoader.getPlatformClassLoader());
  }
}
