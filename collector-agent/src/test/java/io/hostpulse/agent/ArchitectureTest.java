package io.hostpulse.agent;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "io.hostpulse.agent", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule READERS_KNOW_NOTHING_OF_KAFKA =
            noClasses()
                    .that()
                    .resideInAnyPackage(
                            "..read..", "..linux..", "..oshi..", "..identity..", "..probe..")
                    .and()
                    .resideInAPackage("io.hostpulse..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage("org.apache.kafka..", "io.hostpulse.agent.publish..");

    @ArchTest
    static final ArchRule PUBLISHING_KNOWS_NOTHING_OF_READING =
            noClasses()
                    .that()
                    .resideInAPackage("io.hostpulse.agent.publish..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(
                            "oshi..",
                            "io.hostpulse.agent.read..",
                            "io.hostpulse.agent.linux..",
                            "io.hostpulse.agent.oshi..");

    @ArchTest
    static final ArchRule PACKAGES_HAVE_NO_CYCLES =
            slices().matching("io.hostpulse.(agent..)").should().beFreeOfCycles();
}
