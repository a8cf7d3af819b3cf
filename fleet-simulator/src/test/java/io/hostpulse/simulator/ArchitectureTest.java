package io.hostpulse.simulator;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(
        packages = "io.hostpulse.simulator",
        importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule PACKAGES_ARE_FREE_OF_CYCLES =
            slices().matching("io.hostpulse.simulator.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule THE_TRUTH_KNOWS_NEITHER_HOW_SAMPLES_ARE_MADE_NOR_SENT =
            noClasses()
                    .that()
                    .resideInAnyPackage("..truth..", "..reference..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage("..host..", "..scenario..", "..publish..", "org.apache..");

    @ArchTest
    static final ArchRule ONLY_THE_PUBLISHER_KNOWS_KAFKA =
            noClasses()
                    .that()
                    .resideOutsideOfPackage("..publish..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAPackage("org.apache.kafka..");

    @ArchTest
    static final ArchRule NOTHING_READS_THE_CLOCK_BEHIND_THE_CALLERS_BACK =
            noClasses()
                    .should()
                    .callMethod(System.class, "currentTimeMillis")
                    .orShould()
                    .callMethod(java.time.Instant.class, "now");
}
