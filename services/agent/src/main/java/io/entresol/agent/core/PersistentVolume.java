package io.entresol.agent.core;

import io.entresol.domain.resources.Disk;
import io.entresol.domain.resources.ResourceKey;
import java.util.Optional;

/**
 * A persistent volume on this machine.
 *
 * @param role whom it is reserved for
 * @param id unique for each role
 * @param sourceRoot the directory of the disk that it lies on; empty is the agent's work directory
 */
public record PersistentVolume(String role, String id, Optional<String> sourceRoot) {
  /** The volume of a disk resource; empty if it is none. */
  public static Optional<PersistentVolume> of(ResourceKey key) {
    return key.disk()
        .flatMap(Disk::persistence)
        .map(
            persistence ->
                new PersistentVolume(
                    key.role(),
                    persistence.id(),
                    key.disk().flatMap(Disk::source).flatMap(Disk.Source::root)));
  }
}
