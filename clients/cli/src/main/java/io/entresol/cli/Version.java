package io.entresol.cli;

import picocli.CommandLine.IVersionProvider;

/** What {@code --version} prints: the version in the manifest of the jar. */
final class Version implements IVersionProvider {
  @Override
  public String[] getVersion() {
    String version = Version.class.getPackage().getImplementationVersion();
    return new String[] {"entresol " + (version == null ? "(not packaged)" : version)};
  }
}
