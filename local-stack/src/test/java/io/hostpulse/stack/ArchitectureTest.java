package io.hostpulse.stack;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.core.importer.ImportOption.OnlyIncludeTests;
import org.junit.jupiter.api.Test;

class ArchitectureTest {

    private static final JavaClasses PRODUCTION =
            new ClassFileImporter()
                    .withImportOption(new DoNotIncludeTests())
                    .importPackages("io.hostpulse.stack");
    private static final JavaClasses TESTS =
            new ClassFileImporter()
                    .withImportOption(new OnlyIncludeTests())
                    .importPackages("io.hostpulse.stack");

    @Test
    void packagesHaveNoCycles() {
        slices().matching("io.hostpulse.stack.(*)..").should().beFreeOfCycles().check(PRODUCTION);
    }

    @Test
    void onlyTheCommandLineKnowsItsFramework() {
        noClasses()
                .that()
                .resideOutsideOfPackage("io.hostpulse.stack.command")
                .and()
                .haveNameNotMatching(".*\\.Hostpulse(\\$.*)?")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("picocli..")
                .check(PRODUCTION);
    }

    @Test
    void testsDoNotSleep() {
        noClasses().should().callMethod(Thread.class, "sleep", long.class).check(TESTS);
    }
}
