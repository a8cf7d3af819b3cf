package io.hostpulse.wire;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Everything depends on the wire format, so it depends on next to nothing. */
@AnalyzeClasses(
        packages = "io.hostpulse.wire",
        importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule knowsNeitherFlinkNorKafkaNorOshi =
            noClasses()
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage("org.apache.flink..", "org.apache.kafka..", "oshi..");

    @ArchTest
    static final ArchRule needsOnlyProtobufAndJackson =
            classes()
                    .should()
                    .onlyDependOnClassesThat()
                    .resideInAnyPackage(
                            "java..",
                            "com.google.protobuf..",
                            "com.fasterxml.jackson.core..",
                            "com.fasterxml.jackson.databind..",
                            "io.hostpulse.wire..");

    @ArchTest
    static final ArchRule samplesKnowNoRules =
            noClasses()
                    .that()
                    .resideInAPackage("io.hostpulse.wire")
                    .should()
                    .dependOnClassesThat()
                    .resideInAPackage("io.hostpulse.wire.rule..");

    @ArchTest
    static final ArchRule packagesFormNoCycle =
            slices().matching("io.hostpulse.wire.(*)..").should().beFreeOfCycles();
}
