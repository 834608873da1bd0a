package io.entresol.agent.container.mesos;

import io.entresol.agent.container.ContainerId;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The records of an agent's containers on disk, one file each: {@code launched/<id>} by the agent
 * before the start, {@code started/<id>} and {@code ended/<id>} by the supervisor.
 */
final class RunDirectory {
  private static final Logger LOG = LoggerFactory.getLogger(RunDirectory.class);
  private static final String SCRIPT = "supervisor.sh";

  private final Path launched;
  private final Path started;
  private final Path ended;
  private final Path script;

  private RunDirectory(Path root) {
    this.launched = root.resolve("launched");
    this.started = root.resolve("started");
    this.ended = root.resolve("ended");
    this.script = root.resolve(SCRIPT);
  }

  /** Makes the directories and puts the supervisor's script there. */
  static RunDirectory open(Path root) throws IOException {
    RunDirectory directory = new RunDirectory(root.toAbsolutePath());
    Files.createDirectories(directory.launched);
    Files.createDirectories(directory.started);
    Files.createDirectories(directory.ended);
    try (InputStream source = RunDirectory.class.getResourceAsStream(SCRIPT)) {
      if (source == null) {
        throw new IOException("the resource " + SCRIPT + " is not on the class path");
      }
      // A running supervisor reads its script as it goes: it must keep the file that it opened.
      Path fresh = Files.createTempFile(root, SCRIPT, ".new");
      Files.copy(source, fresh, StandardCopyOption.REPLACE_EXISTING);
      Files.setPosixFilePermissions(fresh, PosixFilePermissions.fromString("rwxr-xr-x"));
      Files.move(fresh, directory.script, StandardCopyOption.ATOMIC_MOVE);
    }
    return directory;
  }

  Path script() {
    return script;
  }

  Path startedFile(ContainerId id) {
    return started.resolve(id.value());
  }

  Path endedFile(ContainerId id) {
    return ended.resolve(id.value());
  }

  /** Where the files of ended containers appear. */
  Path endedDirectory() {
    return ended;
  }

  void write(LaunchRecord record) throws IOException {
    Path fresh = launched.resolve(record.id().value() + ".new");
    Files.writeString(fresh, record.toJson());
    Files.move(fresh, launched.resolve(record.id().value()), StandardCopyOption.ATOMIC_MOVE);
  }

  /** All that were launched and not removed; a damaged record is left out, with a warning. */
  List<LaunchRecord> launched() throws IOException {
    List<LaunchRecord> records = new ArrayList<>();
    try (var files = Files.newDirectoryStream(launched)) {
      for (Path file : files) {
        if (file.toString().endsWith(".new")) {
          Files.delete(file);
          continue;
        }
        try {
          records.add(LaunchRecord.fromJson(Files.readString(file)));
        } catch (IllegalArgumentException damaged) {
          LOG.warn("Leaving out the record {} of a container: {}", file, damaged.getMessage());
        }
      }
    }
    return records;
  }

  Optional<StartRecord> started(ContainerId id) {
    return read(startedFile(id), StartRecord::parse);
  }

  Optional<ExitRecord> ended(ContainerId id) {
    return read(endedFile(id), ExitRecord::parse);
  }

  /** Deletes all records of a container. */
  void delete(ContainerId id) throws IOException {
    Files.deleteIfExists(launched.resolve(id.value()));
    Files.deleteIfExists(startedFile(id));
    Files.deleteIfExists(endedFile(id));
  }

  private static <T> Optional<T> read(Path file, Function<String, Optional<T>> parser) {
    try {
      return parser.apply(Files.readString(file));
    } catch (NoSuchFileException none) {
      return Optional.empty();
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}
