package io.hostpulse.job.state;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.minicluster.MiniClusterConfiguration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A story is told up to its middle, a savepoint is taken, and another job goes on from it: what
 * that puts out is what comes without any interruption.
 */
class UpgradeIT {

    private static final String MAKE = "hostpulse.make-compat-savepoint";
    private static final StoryInput STORY = Story.tell();

    @TempDir private static Path directory;

    private static MiniCluster cluster;
    private static String savepoint;
    private static Outcome expected;

    @BeforeAll
    static void tellWithoutInterruption() throws Exception {
        cluster =
                new MiniCluster(
                        new MiniClusterConfiguration.Builder()
                                .setConfiguration(
                                        new Configuration()
                                                .set(
                                                        CoreOptions
                                                                .ALWAYS_PARENT_FIRST_LOADER_PATTERNS_ADDITIONAL,
                                                        List.of(Exchange.class.getName())))
                                .withRandomPorts()
                                .setNumTaskManagers(2)
                                .setNumSlotsPerTaskManager(2)
                                .build());
        cluster.start();
        try (ToldJob job = tell(STORY, Setting.DEFAULT)) {
            savepoint = job.savepoint(directory, SavepointFormatType.CANONICAL);
            expected = job.toTheEnd();
        }
    }

    @AfterAll
    static void stop() throws Exception {
        cluster.close();
    }

    @Test
    void theStoryGoesOnInEveryKindOfState() {
        assertThat(expected.documents().keySet())
                .contains(
                        // pending, firing and recovering when the savepoint was taken
                        "hostpulse.alerts pending|pending||1767226290000",
                        "hostpulse.alerts firing|firing||1767225900000",
                        "hostpulse.alerts recovering|recovering||1767226200000",
                        // fired by something from before and something from after it
                        "hostpulse.alerts bursts|bursts||1767225960000",
                        "hostpulse.alerts sequence|sequence||1767226200000",
                        "hostpulse.alerts unusual|unusual||1767226300000",
                        "hostpulse.alerts flapping|flapping||1767226500000",
                        "hostpulse.hosts down",
                        "hostpulse.windows backlog");
        assertThat(expected.documents().keySet())
                .anyMatch(key -> key.startsWith("hostpulse.alerts down|"));
        assertThat(expected.notices())
                .containsExactly(
                        "cpu|new| fires", "cpu|told| is resolved", "down|down| is resolved");
    }

    @Test
    void theSameJob() throws Exception {
        assertGoesOn(savepoint, Setting.DEFAULT);
    }

    @Test
    void aJobWhoseRecordsHaveMoreComponents() throws Exception {
        List<String> records = List.of("OpenAlert", "HostClock", "Pane", "SeenRun", "Baseline");
        List<URL> classes =
                ChangedRecords.withMoreIn(
                        records, Files.createDirectory(directory.resolve("classes")));

        try (ToldJob job = from(savepoint, STORY, Setting.DEFAULT.with(classes))) {
            assertThat(job.toTheEnd().differencesFrom(expected)).isEmpty();
            String next = job.savepoint(directory, SavepointFormatType.CANONICAL);
            for (String each : records) {
                assertThat(savedText(next)).contains(each).contains(ChangedRecords.ADDED);
            }
            assertThat(savedText(savepoint)).doesNotContain(ChangedRecords.ADDED);
        }
    }

    @Test
    void aJobWithOneMoreOperator() throws Exception {
        assertGoesOn(savepoint, Setting.DEFAULT.with(CountOrigins::between));
    }

    @Test
    void ofARuleThatChangesMeanwhileAlertsEndAndBegin() throws Exception {
        StoryInput changed =
                STORY.then(
                                Story.rule(
                                        "firing",
                                        "'when': {'metric': 'system.cpu.total.norm.pct', 'above': 0.915}, 'for': '1m'"))
                        .then(
                                Story.rule(
                                        "pending",
                                        "'when': {'metric': 'system.cpu.total.norm.pct', 'above': 0.94}, 'for': '30s'"));
        Outcome undisturbed;
        try (ToldJob job = tell(changed, Setting.DEFAULT)) {
            undisturbed = job.toTheEnd();
        }

        try (ToldJob job = from(savepoint, changed, Setting.DEFAULT)) {
            Outcome outcome = job.toTheEnd();

            assertThat(outcome.differencesFrom(undisturbed)).isEmpty();
            assertThat(outcome.differencesFrom(expected)).isNotEmpty();
        }
    }

    @Test
    void moreAndFewerTasks() throws Exception {
        Outcome first;
        String between;
        StoryInput halfTold = STORY.halfTold();
        try (ToldJob job = from(savepoint, STORY, Setting.DEFAULT.at(4))) {
            Outcome none = job.outcome();
            job.tellUpTo(halfTold);
            first = job.outcome().since(none);
            between = job.savepoint(directory, SavepointFormatType.CANONICAL);
        }
        try (ToldJob job = from(between, halfTold, Setting.DEFAULT.at(2))) {
            assertThat(first.then(job.toTheEnd()).differencesFrom(expected)).isEmpty();
        }
    }

    @Test
    void theLossOfATaskManager() throws Exception {
        try (ToldJob job = from(savepoint, STORY, Setting.DEFAULT.at(4))) {
            job.tellUpTo(STORY.halfTold());
            job.beginTheRest();
            // four tasks of each operator are on both
            cluster.terminateTaskManager(0).get();
            cluster.startTaskManager();
            job.awaitRestart(STORY.halfTold());
            job.toTheEnd();
            Outcome outcome = job.outcome();

            // some of them twice
            assertThat(outcome.distinctDocuments()).isEqualTo(expected.distinctDocuments());
            assertThat(outcome.newestDocuments()).isEqualTo(expected.newestDocuments());
        }
    }

    @Test
    void fromTheHeapToRocksDbAndBack() throws Exception {
        String onDisk;
        StoryInput halfTold = STORY.halfTold();
        Outcome first;
        try (ToldJob job = from(savepoint, STORY, Setting.DEFAULT.on("rocksdb"))) {
            job.tellUpTo(halfTold);
            first = job.outcome();
            onDisk = job.savepoint(directory, SavepointFormatType.CANONICAL);
        }
        try (ToldJob job = from(onDisk, halfTold, Setting.DEFAULT)) {
            assertThat(first.then(job.toTheEnd()).differencesFrom(expected)).isEmpty();
        }
    }

    @Test
    void anIncrementalCheckpointOfRocksDb() throws Exception {
        Setting rocksDb = Setting.DEFAULT.on("rocksdb");
        StoryInput halfTold = STORY.halfTold();
        String checkpoint;
        Outcome first;
        try (ToldJob job = from(savepoint, STORY, rocksDb)) {
            job.checkpoint();
            job.tellUpTo(halfTold);
            first = job.outcome();
            checkpoint = job.checkpoint();
        }
        try (ToldJob job = from(checkpoint, halfTold, rocksDb.at(2))) {
            assertThat(first.then(job.toTheEnd()).differencesFrom(expected)).isEmpty();
        }
    }

    /** Not every savepoint's story is the one of today. */
    @ParameterizedTest
    @MethodSource("releases")
    void aSavepointOfARelease(CompatSavepoint release) throws Exception {
        StoryInput story = release.story();
        Outcome undisturbed = expected;
        if (!story.equals(STORY)) {
            try (ToldJob job = tell(story, Setting.DEFAULT)) {
                undisturbed = job.toTheEnd();
            }
        }

        try (ToldJob job = from(release.unpack(directory), story, Setting.DEFAULT.at(2))) {
            assertThat(job.toTheEnd().differencesFrom(undisturbed)).isEmpty();
        }
    }

    static List<CompatSavepoint> releases() throws IOException {
        return CompatSavepoint.all();
    }

    @ParameterizedTest
    @MethodSource("releases")
    void aSavepointDoesNotTellWhereItWasMade(CompatSavepoint release) throws Exception {
        Path copy = Files.createDirectory(directory.resolve("copy-" + release));
        String text = savedText(release.unpack(copy));

        assertThat(text)
                .contains("io.hostpulse.job.model.OpenAlert")
                .doesNotContain("file:", "/tmp", System.getProperty("user.home") + "/")
                .doesNotContain(InetAddress.getLocalHost().getHostName() + "/");
    }

    /** Run by {@code savepoints/compat/make}. */
    @Test
    @EnabledIfSystemProperty(named = MAKE, matches = ".+")
    void makesTheSavepointOfARelease() throws IOException {
        CompatSavepoint.of(System.getProperty(MAKE)).write(Path.of(URI.create(savepoint)), STORY);
    }

    private static void assertGoesOn(String savepoint, Setting setting) throws Exception {
        try (ToldJob job = from(savepoint, STORY, setting)) {
            assertThat(job.toTheEnd().differencesFrom(expected)).isEmpty();
        }
    }

    private static ToldJob tell(StoryInput story, Setting setting) throws Exception {
        return ToldJob.toSavepoint(cluster, story, setting, directory);
    }

    private static ToldJob from(String savepoint, StoryInput story, Setting setting)
            throws Exception {
        return ToldJob.from(savepoint, cluster, story, setting, directory);
    }

    /** All bytes of a savepoint, as text. */
    private static String savedText(String savepoint) throws IOException {
        StringBuilder text = new StringBuilder();
        try (Stream<Path> files = Files.list(Path.of(URI.create(savepoint)))) {
            for (Path file : files.toList()) {
                text.append(new String(Files.readAllBytes(file), ISO_8859_1));
            }
        }
        return text.toString();
    }
}
