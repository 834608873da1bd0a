package io.entresol.agent.container.fetch;

import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;

/** How a fetched file is unpacked, told by its name alone. */
enum ArchiveKind {
  TAR(".*\\.tar"),
  TAR_GZIP(".*\\.(tar\\.gz|tgz)"),
  TAR_BZIP2(".*\\.(tar\\.bz2|tbz2)"),
  TAR_XZ(".*\\.(tar\\.xz|txz)"),
  ZIP(".*\\.zip"),
  /** One compressed file. */
  GZIP(".*\\.gz");

  /** Matched in the order above. */
  private final Pattern names;

  ArchiveKind(String names) {
    this.names = Pattern.compile(names, Pattern.CASE_INSENSITIVE);
  }

  /** Empty if a file of that name is no archive. */
  static Optional<ArchiveKind> of(String fileName) {
    return Arrays.stream(values())
        .filter(kind -> kind.names.matcher(fileName).matches())
        .findFirst();
  }
}
