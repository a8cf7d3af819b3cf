package io.hostpulse.job.state;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hostpulse.job.UnconnectedArguments;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.apache.flink.client.program.PackagedProgram;
import org.apache.flink.client.program.PackagedProgramUtils;
import org.apache.flink.client.program.ProgramInvocationException;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.apache.flink.runtime.checkpoint.Checkpoints;
import org.apache.flink.runtime.checkpoint.OperatorState;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.checkpoint.metadata.CheckpointMetadata;
import org.apache.flink.runtime.jobgraph.OperatorID;
import org.apache.flink.runtime.jobgraph.SavepointRestoreSettings;
import org.apache.flink.streaming.api.graph.StreamGraph;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The job's own main method, called as Flink calls it for a command or a request, with a savepoint
 * to start from.
 */
class StartCheckTest {

    private static final String MAIN = "io.hostpulse.job.HostpulseJob";

    @TempDir private Path directory;

    private String savepoint;
    private Path metadata;

    @BeforeEach
    void unpackASavepoint() throws IOException {
        savepoint = CompatSavepoint.all().get(0).unpack(directory);
        metadata = Path.of(URI.create(savepoint)).resolve("_metadata");
    }

    @Test
    void aSavepointThatFitsIsTakenWhole() throws Exception {
        SavepointRestoreSettings settings = start();

        assertThat(settings.getRestorePath()).isEqualTo(savepoint);
        assertThat(settings.allowNonRestoredState()).isFalse();
    }

    @Test
    void stateOfPipelinesThatDoNotRunStaysBehind() throws Exception {
        assertThat(start("--pipelines", "detect").allowNonRestoredState()).isTrue();
        assertThat(start("--pipelines", "notify").allowNonRestoredState()).isTrue();
    }

    @Test
    void stateIsDividedOnceAndForAll() throws Exception {
        rewrite(
                operators ->
                        operators.stream()
                                .map(operator -> copy(operator, operator.getOperatorID(), 128))
                                .toList());

        assertThatThrownBy(this::start)
                .rootCause()
                .isInstanceOf(IncompatibleSavepointException.class)
                .hasMessageStartingWith("This job cannot start from the savepoint " + savepoint)
                .hasMessageContaining(
                        "- operator alert-lifecycle has max parallelism 128 there and 720 here")
                .hasMessageContaining("docs/state.md");
    }

    @Test
    void anOperatorThatNobodyKnowsIsOfANewerRelease() throws Exception {
        addUnknownOperator();

        assertThatThrownBy(this::start)
                .isInstanceOf(ProgramInvocationException.class)
                .rootCause()
                .hasMessageContaining(
                        "- operator %s (hash of its uid) is not known here"
                                .formatted(OperatorIds.ofUid("of-tomorrow")));
    }

    @Test
    void aFieldThatIsListedAndGoneIsToldWithItsState() throws Exception {
        List<URL> classes = ChangedRecords.without("long arrivedMillis", "SeenRun", directory);

        assertThatThrownBy(() -> start(classes))
                .rootCause()
                .hasMessageContaining(
                        "- field model.SeenRun.arrivedMillis (in state monitor-hosts/host) is listed here, but its class has no such field")
                .hasMessageContaining("This job cannot start from the savepoint " + savepoint);
    }

    @Test
    void aFieldThatNobodyKnowsIsOfANewerRelease() throws Exception {
        List<URL> classes = ChangedRecords.without("long arrivedMillis", "SeenRun", directory);
        listWithout("field model.SeenRun.arrivedMillis");

        assertThatThrownBy(() -> start(classes))
                .rootCause()
                .hasMessageContaining(
                        "- field model.SeenRun.arrivedMillis (in state monitor-hosts/host) is not known here: a newer release has written it");
    }

    @Test
    void aClassThatNobodyKnowsIsToldWithItsOperator() throws Exception {
        renameInSavepoint("model.SeenRun", "model.SeenFun");

        assertThatThrownBy(this::start).rootCause().hasMessageContaining("SeenFun");
        assertThatThrownBy(this::start)
                .cause()
                .isInstanceOf(IncompatibleSavepointException.class)
                .hasMessageContaining("- state of operator monitor-hosts cannot be read")
                .hasMessageContaining("'io.hostpulse.job.model.SeenFun'");
    }

    @Test
    void stateMayBeGivenUpOnPurpose() throws Exception {
        addUnknownOperator();
        Configuration flink =
                flink().set(StateRecoveryOptions.SAVEPOINT_IGNORE_UNCLAIMED_STATE, true);

        assertThat(start(flink).allowNonRestoredState()).isTrue();
    }

    @Test
    void aSavepointOfANewerFlinkIsRefused() throws Exception {
        byte[] bytes = Files.readAllBytes(metadata);
        bytes[7] = 99; // the version is the second number
        Files.write(metadata, bytes);

        assertThatThrownBy(this::start)
                .cause()
                .hasMessageContaining("Unrecognized checkpoint version number: 99");
    }

    @Test
    void whatCannotBeSeenFromHereIsLeftToFlink() throws Exception {
        Files.delete(metadata);

        assertThat(start().getRestorePath()).isEqualTo(savepoint);
    }

    @Test
    void withoutASavepointThereIsNothingToCheck() throws Exception {
        assertThat(start(new Configuration()).restoreSavepoint()).isFalse();
    }

    private void addUnknownOperator() throws IOException {
        rewrite(
                operators -> {
                    List<OperatorState> all = new ArrayList<>(operators);
                    all.add(
                            copy(
                                    operators.iterator().next(),
                                    OperatorIds.ofUid("of-tomorrow"),
                                    720));
                    return all;
                });
    }

    /** To a name of the same length. */
    private void renameInSavepoint(String name, String other) throws IOException {
        try (Stream<Path> files = Files.list(metadata.getParent())) {
            for (Path file : files.toList()) {
                String text = Files.readString(file, ISO_8859_1);
                Files.writeString(file, text.replace(name, other), ISO_8859_1);
            }
        }
    }

    /** Makes a list of state for the classes in {@link #directory}. */
    private void listWithout(String line) throws IOException {
        String listing = "io/hostpulse/job/state/state.txt";
        Path changed = directory.resolve(listing);
        Files.createDirectories(changed.getParent());
        Files.write(
                changed,
                Files.readAllLines(Path.of("src/main/resources", listing)).stream()
                        .filter(each -> !each.startsWith(line))
                        .toList());
    }

    private static OperatorState copy(OperatorState operator, OperatorID id, int maxParallelism) {
        OperatorState copy = new OperatorState(id, operator.getParallelism(), maxParallelism);
        int subtask = 0;
        for (OperatorSubtaskState state : operator.getStates()) {
            copy.putState(subtask++, state);
        }
        copy.setCoordinatorState(operator.getCoordinatorState());
        return copy;
    }

    private void rewrite(UnaryOperator<Collection<OperatorState>> change) throws IOException {
        CheckpointMetadata before;
        try (DataInputStream in = new DataInputStream(Files.newInputStream(metadata))) {
            before =
                    Checkpoints.loadCheckpointMetadata(
                            in, StartCheckTest.class.getClassLoader(), savepoint);
        }
        try (DataOutputStream out = new DataOutputStream(Files.newOutputStream(metadata))) {
            Checkpoints.storeCheckpointMetadata(
                    new CheckpointMetadata(
                            before.getCheckpointId(),
                            change.apply(before.getOperatorStates()),
                            List.of()),
                    out);
        }
    }

    private Configuration flink() {
        return new Configuration().set(StateRecoveryOptions.SAVEPOINT_PATH, savepoint);
    }

    private SavepointRestoreSettings start(String... more) throws Exception {
        return start(flink(), more);
    }

    private static SavepointRestoreSettings start(Configuration flink, String... more)
            throws Exception {
        flink.set(CoreOptions.CLASSLOADER_RESOLVE_ORDER, "parent-first");
        return start(flink, List.of(Path.of("target/classes").toUri().toURL()), more);
    }

    /**
     * With other classes in place of the job's own. Not all pipelines: some classes that they need
     * are the test's, as they are in a package of Flink's.
     */
    private SavepointRestoreSettings start(List<URL> classes) throws Exception {
        return start(
                flink().set(CoreOptions.CLASSLOADER_RESOLVE_ORDER, "child-first"),
                classes,
                "--pipelines",
                "detect");
    }

    private static SavepointRestoreSettings start(
            Configuration flink, List<URL> classes, String... more) throws Exception {
        try (PackagedProgram program =
                PackagedProgram.newBuilder()
                        .setEntryPointClassName(MAIN)
                        .setConfiguration(flink)
                        .setArguments(UnconnectedArguments.with(more))
                        .setUserClassPaths(classes)
                        .build()) {
            StreamGraph graph =
                    (StreamGraph)
                            PackagedProgramUtils.getPipelineFromProgram(program, flink, 1, true);
            return graph.getSavepointRestoreSettings();
        }
    }
}
