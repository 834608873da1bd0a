package io.entresol.agent.container;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;

/** The Docker Engine that tests run containers with. */
public final class TestingEngine {
  public static final Path SOCKET = Path.of("/var/run/docker.sock");

  private TestingEngine() {}

  /**
   * Leaves a test out where there is no engine, unless the environment says that one is required:
   * then the test fails by itself.
   */
  public static void assumePresent() {
    boolean required = "required".equals(System.getenv("ENTRESOL_TEST_DOCKER"));
    assumeTrue(required || Files.exists(SOCKET), "needs a Docker Engine");
  }
}
