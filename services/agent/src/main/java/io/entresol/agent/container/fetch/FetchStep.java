package io.entresol.agent.container.fetch;

import io.entresol.agent.container.LaunchFailedException;
import io.entresol.mesos.v1.CommandInfo;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * What is to be done for one URI of a command.
 *
 * @param file where its content goes, in the sandbox
 * @param executable whether anybody may execute the file; such a one is never unpacked
 * @param archive how it is unpacked into the sandbox; empty if it is not
 * @param cached whether commands share it
 */
record FetchStep(
    Source source, Path file, boolean executable, Optional<ArchiveKind> archive, boolean cached) {
  private static final Set<String> WEB = Set.of("http", "https");

  /** Where content comes from. */
  sealed interface Source {
    /** For messages: without user, password and query, which may hold secrets. */
    String shown();

    record Web(URI uri) implements Source {
      @Override
      public String shown() {
        return uri.getScheme()
            + "://"
            + uri.getHost()
            + (uri.getPort() < 0 ? "" : ":" + uri.getPort())
            + uri.getPath();
      }
    }

    record Local(Path path) implements Source {
      @Override
      public String shown() {
        return path.toString();
      }
    }
  }

  /**
   * Plans it.
   *
   * @param frameworksHome the directory that a relative path is below
   * @throws LaunchFailedException if it names no file to fetch, or one outside of the sandbox
   */
  static FetchStep of(CommandInfo.URI uri, Path sandbox, Optional<Path> frameworksHome) {
    Source source = source(uri.getValue().trim(), frameworksHome);
    String name = uri.hasOutputFile() ? uri.getOutputFile() : baseName(source);
    Path file = sandbox.resolve(name).normalize();
    if (Path.of(name).isAbsolute() || !file.startsWith(sandbox) || file.equals(sandbox)) {
      throw refused("'" + name + "' is not a file in the sandbox");
    }
    Optional<ArchiveKind> archive =
        uri.getExtract() && !uri.getExecutable()
            ? ArchiveKind.of(file.getFileName().toString())
            : Optional.empty();
    return new FetchStep(source, file, uri.getExecutable(), archive, uri.getCache());
  }

  private static Source source(String value, Optional<Path> frameworksHome) {
    int scheme = value.indexOf("://");
    if (value.isEmpty()) {
      throw refused("The URI is empty");
    }
    if (scheme < 0) {
      return local(value, frameworksHome);
    }
    String name = value.substring(0, scheme).toLowerCase(Locale.ROOT);
    if (name.equals("file")) {
      return local(value.substring(scheme + 3).replaceFirst("^localhost(?=/)", ""), frameworksHome);
    }
    if (!WEB.contains(name)) {
      throw refused("Cannot fetch by '" + name + "', only by http, https, file or a path");
    }
    try {
      URI uri = new URI(value);
      if (uri.getHost() == null) {
        throw refused("The URI names no host");
      }
      return new Source.Web(uri);
    } catch (URISyntaxException malformed) {
      throw refused("The URI is malformed: " + malformed.getReason());
    }
  }

  private static Source local(String value, Optional<Path> frameworksHome) {
    Path path = Path.of(value);
    if (path.isAbsolute()) {
      return new Source.Local(path);
    }
    return new Source.Local(
        frameworksHome
            .orElseThrow(
                () -> refused("'" + value + "' is relative, and no frameworks_home is set"))
            .resolve(path));
  }

  private static String baseName(Source source) {
    Path path =
        source instanceof Source.Web web
            ? Path.of(web.uri().getPath().isEmpty() ? "/" : web.uri().getPath())
            : ((Source.Local) source).path();
    if (path.getFileName() == null) {
      throw refused("The URI names no file");
    }
    return path.getFileName().toString();
  }

  private static LaunchFailedException refused(String message) {
    return new LaunchFailedException("Failed to fetch: " + message);
  }
}
