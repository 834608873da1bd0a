package io.entresol.cli.hosting;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;
import picocli.CommandLine.Unmatched;

/** What every command that hosts services takes besides the services' own options. */
final class HostingOptions {
  static final String CONFIG_DIR = "--config_dir";

  @Option(
      names = "--with",
      split = ",",
      paramLabel = "SERVICE",
      description = {
        "More services for this process. Their options are --SERVICE.OPTION=VALUE; --ip and"
            + " --hostname count for all."
      })
  List<String> with = List.of();

  // Read before the rest is, see ConfigDirectory.
  @Option(
      names = CONFIG_DIR,
      paramLabel = "DIRECTORY",
      description = {
        "A directory with a file for each option, named as the option. The command line and the"
            + " environment come before it."
      })
  Path configDirectory;

  @Option(
      names = "--logging_level",
      paramLabel = "LEVEL",
      description = "TRACE, DEBUG, INFO, WARNING or ERROR (default: INFO).")
  String loggingLevel;

  @Unmatched List<String> unmatched = new ArrayList<>();
}
