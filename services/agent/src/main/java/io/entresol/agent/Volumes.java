package io.entresol.agent;

import io.entresol.agent.core.PersistentVolume;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;

/** The persistent volumes on this machine. Blocking. */
final class Volumes {
  private final WorkDirectory directory;

  Volumes(WorkDirectory directory) {
    this.directory = directory;
  }

  /**
   * The volume's directory, made if it is not there.
   *
   * @throws IllegalArgumentException if its id or role would lead elsewhere
   */
  Path create(PersistentVolume volume) throws IOException {
    Path path = path(volume);
    Files.createDirectories(path);
    return path;
  }

  private Path path(PersistentVolume volume) {
    WorkDirectory disk =
        volume.sourceRoot().map(Path::of).map(WorkDirectory::new).orElse(directory);
    return disk.volume(volume.role(), volume.id());
  }

  /** Deletes a volume and all that is in it; links are not followed. */
  void delete(PersistentVolume volume) throws IOException {
    Path path = path(volume);
    if (!Files.isDirectory(path)) {
      return;
    }
    Files.walkFileTree(
        path,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path visited, IOException failure)
              throws IOException {
            if (failure != null) {
              throw failure;
            }
            Files.delete(visited);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
