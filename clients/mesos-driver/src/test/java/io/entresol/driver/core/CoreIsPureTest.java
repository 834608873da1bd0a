package io.entresol.driver.core;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import org.junit.jupiter.api.Test;

/** The core decides: it neither waits, nor reads a clock, nor names anything of the host's. */
class CoreIsPureTest {
  private static ArchRule pure(String packages) {
    return noClasses()
        .that()
        .resideInAPackage(packages)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "org.apache..", "org.slf4j..", "java.io..", "java.net..", "java.util.concurrent..")
        .orShould()
        .dependOnClassesThat()
        .belongToAnyOf(Thread.class, System.class, java.util.Random.class, java.util.UUID.class);
  }

  @Test
  void coreHasNoInputNoOutputAndNoThreads() {
    pure("io.entresol.driver.core")
        .check(
            new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages("io.entresol.driver.core"));
  }

  @Test
  void theRuleFindsAShell() {
    JavaClasses shell =
        new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.entresol.driver");
    assertThatThrownBy(() -> pure("io.entresol.driver").check(shell))
        .isInstanceOf(AssertionError.class);
  }
}
