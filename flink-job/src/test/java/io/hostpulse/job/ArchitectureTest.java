package io.hostpulse.job;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.core.importer.ImportOption.OnlyIncludeTests;
import io.hostpulse.job.ingest.HostMetrics;
import io.hostpulse.job.ingest.SampleClock;
import io.hostpulse.job.ingest.SampleFlattener;
import io.hostpulse.job.ingest.SampleReader;
import io.hostpulse.job.ingest.SequenceRanges;
import org.apache.flink.api.common.typeinfo.TypeInfo;
import org.junit.jupiter.api.Test;

/** Which part of the job may know which other part, and which library. */
class ArchitectureTest {

    private static final JavaClasses JOB =
            new ClassFileImporter()
                    .withImportOption(new DoNotIncludeTests())
                    .importPackages("io.hostpulse.job");
    private static final JavaClasses TESTS =
            new ClassFileImporter()
                    .withImportOption(new OnlyIncludeTests())
                    .importPackages("io.hostpulse.job");

    @Test
    void documentsKnowNothingOfFlink() {
        noClasses()
                .that()
                .resideInAPackage("io.hostpulse.job.document")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.apache.flink..")
                .check(JOB);
    }

    @Test
    void theModelKnowsNothingOfFlinkButTheAnnotationOfTypes() {
        noClasses()
                .that()
                .resideInAPackage("io.hostpulse.job.model")
                .should()
                .dependOnClassesThat(
                        resideInAPackage("org.apache.flink..").and(not(type(TypeInfo.class))))
                .check(JOB);
    }

    @Test
    void theModelHoldsRecordsOnly() {
        classes()
                .that()
                .resideInAPackage("io.hostpulse.job.model")
                .and()
                .areTopLevelClasses()
                .and()
                .doNotHaveSimpleName("package-info")
                .should()
                .beRecords()
                .andShould()
                .bePublic()
                .check(JOB);
    }

    @Test
    void theRulesOfIngestionKnowNothingOfFlink() {
        noClasses()
                .that()
                .belongToAnyOf(
                        HostMetrics.class,
                        SampleClock.class,
                        SampleFlattener.class,
                        SampleReader.class,
                        SequenceRanges.class)
                .or()
                .haveNameMatching(
                        "io.hostpulse.job.ingest.(Plain|ProtobufInput|GroupTable|FlatGroup).*")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.apache.flink..")
                .check(JOB);
    }

    @Test
    void theStatesOfAlertsKnowNothingOfFlink() {
        noClasses()
                .that()
                .haveNameMatching("io.hostpulse.job.alert.AlertStates.*")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.apache.flink..")
                .check(JOB);
    }

    @Test
    void onlyTheSinkKnowsElasticsearchsClient() {
        noClasses()
                .that()
                .resideOutsideOfPackage("io.hostpulse.job.index")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.elasticsearch..")
                .check(JOB);
    }

    @Test
    void onlyTheEdgesKnowKafkasClient() {
        noClasses()
                .that()
                .resideOutsideOfPackages("io.hostpulse.job.kafka", "io.hostpulse.job.index")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.apache.kafka..")
                .check(JOB);
    }

    @Test
    void packagesDependOnEachOtherInOneDirection() {
        slices().matching("io.hostpulse.job.(*)..").should().beFreeOfCycles().check(JOB);
    }

    @Test
    void noTestSleeps() {
        noClasses().should().callMethod(Thread.class, "sleep", long.class).check(TESTS);
    }

    @Test
    void testsAreSeenByNobody() {
        classes()
                .that()
                .haveSimpleNameEndingWith("Test")
                .should()
                .notHaveModifier(JavaModifier.PUBLIC)
                .check(TESTS);
    }
}
