package io.entresol.cli.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Test;

/** The rules of the architecture, held against the classes of the whole project. */
class ArchitectureTest {
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("io.entresol");

  private static final List<String> SERVICES =
      List.of("master", "allocator", "agent", "gateway", "marathon");

  private static final String[] SHELL_LIBRARIES = {
    "io.vertx..",
    "io.netty..",
    "org.apache.curator..",
    "org.apache.zookeeper..",
    "io.micrometer..",
    "com.github.dockerjava..",
    "picocli..",
    "io.entresol.runtime.."
  };

  @Test
  void coresKnowNoShellLibrary() {
    coresOnlyDecide("io.entresol..core..").check(CLASSES);
  }

  @Test
  void coresReadNoClockAndNoRandomness() {
    coresTakeTimeAndChanceFromOutside("io.entresol..core..").check(CLASSES);
  }

  @Test
  void domainIsPlainJava() {
    noClasses()
        .that()
        .resideInAPackage("io.entresol.domain..")
        .should()
        .dependOnClassesThat()
        .resideOutsideOfPackages("java..", "io.entresol.domain..")
        .check(CLASSES);
  }

  @Test
  void servicesDoNotDependOnEachOther() {
    for (String service : SERVICES) {
      servicesStandAlone(service).check(CLASSES);
    }
  }

  @Test
  void sharedModulesDoNotDependOnServices() {
    noClasses()
        .that()
        .resideInAnyPackage("io.entresol.domain..", "io.entresol.proto..", "io.entresol.runtime..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            SERVICES.stream().map(s -> "io.entresol." + s + "..").toArray(String[]::new))
        .check(CLASSES);
  }

  @Test
  void everyServiceHasACore() {
    for (String service : SERVICES) {
      assertThat(CLASSES)
          .as("classes in the core of %s", service)
          .anyMatch(c -> c.getPackageName().startsWith("io.entresol." + service + ".core"));
    }
  }

  @Test
  void eachRuleFindsAPlantedViolation() {
    JavaClasses planted = new ClassFileImporter().importClasses(Planted.class);
    String here = Planted.class.getPackageName();
    assertThatThrownBy(() -> coresOnlyDecide(here).check(planted))
        .isInstanceOf(AssertionError.class);
    assertThatThrownBy(() -> coresTakeTimeAndChanceFromOutside(here).check(planted))
        .isInstanceOf(AssertionError.class);
  }

  private static ArchRule coresOnlyDecide(String packages) {
    return noClasses()
        .that()
        .resideInAPackage(packages)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(SHELL_LIBRARIES);
  }

  private static ArchRule coresTakeTimeAndChanceFromOutside(String packages) {
    return noClasses()
        .that()
        .resideInAPackage(packages)
        .should()
        .callMethod(Instant.class, "now")
        .orShould()
        .callMethod(System.class, "currentTimeMillis")
        .orShould()
        .callMethod(System.class, "nanoTime")
        .orShould()
        .callMethod(UUID.class, "randomUUID")
        .orShould()
        .callConstructor(Random.class)
        .orShould()
        .dependOnClassesThat()
        .belongToAnyOf(Clock.class, ThreadLocalRandom.class, java.security.SecureRandom.class);
  }

  private static ArchRule servicesStandAlone(String service) {
    String[] others =
        SERVICES.stream()
            .filter(other -> !other.equals(service))
            .map(other -> "io.entresol." + other + "..")
            .toArray(String[]::new);
    return noClasses()
        .that()
        .resideInAPackage("io.entresol." + service + "..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(others);
  }

  /** Breaks the rules on purpose. */
  static final class Planted {
    Instant now() {
      return Instant.now();
    }

    io.vertx.core.Vertx vertx() {
      return io.vertx.core.Vertx.vertx();
    }
  }
}
