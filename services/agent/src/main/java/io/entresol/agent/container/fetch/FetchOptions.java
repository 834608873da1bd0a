package io.entresol.agent.container.fetch;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * How the files of a command are fetched.
 *
 * @param cacheDirectory where files are kept that several commands share; emptied at start
 * @param cacheBytesMost how much of them is kept
 * @param stallTimeout how long a source may send nothing
 * @param frameworksHome the directory that relative paths are below; empty refuses them
 */
public record FetchOptions(
    Path cacheDirectory,
    long cacheBytesMost,
    Duration stallTimeout,
    Optional<Path> frameworksHome) {
  private static final long GIGABYTE = 1L << 30;

  /** The defaults of Mesos. */
  public static FetchOptions cachedIn(Path cacheDirectory) {
    return new FetchOptions(cacheDirectory, 2 * GIGABYTE, Duration.ofMinutes(1), Optional.empty());
  }
}
