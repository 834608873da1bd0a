package io.entresol.domain.resources;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is special about a disk resource.
 *
 * @param persistence set if it is a persistent volume
 * @param volume where the volume appears in a container
 * @param source where the disk comes from; empty is the agent's work directory
 */
public record Disk(
    Optional<Persistence> persistence, Optional<Volume> volume, Optional<Source> source) {

  /**
   * What makes a disk a persistent volume.
   *
   * @param id unique for each role on an agent
   * @param principal who created it; empty if anonymous
   */
  public record Persistence(String id, Optional<String> principal) {}

  /**
   * Where a volume is mounted.
   *
   * @param containerPath the path in the container or below the sandbox
   * @param hostPath empty for persistent volumes
   * @param readOnly whether tasks may only read it
   */
  public record Volume(String containerPath, Optional<String> hostPath, boolean readOnly) {}

  /** The kind of a disk's source. */
  public enum SourceType {
    PATH,
    MOUNT,
    BLOCK,
    RAW
  }

  /**
   * Where a disk comes from.
   *
   * @param root the directory of a PATH or MOUNT source
   */
  public record Source(
      SourceType type,
      Optional<String> root,
      Optional<String> vendor,
      Optional<String> id,
      List<Map.Entry<String, Optional<String>>> metadata,
      Optional<String> profile) {
    public Source {
      metadata = List.copyOf(metadata);
    }
  }

  /** Whether it can only be had whole: a volume, or a disk that is one device. */
  public boolean isIndivisible() {
    return persistence.isPresent() || source.map(s -> s.type() != SourceType.PATH).orElse(false);
  }
}
