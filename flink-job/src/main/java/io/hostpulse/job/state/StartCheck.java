package io.hostpulse.job.state;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.apache.flink.runtime.jobgraph.OperatorID;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.graph.StreamNode;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at the savepoint that a job is to start from before the job is handed to Flink, which would
 * take it, start it, and fail with a stack trace. Works wherever the job's main method runs, as
 * long as the savepoint can be read from there.
 */
public final class StartCheck {

    private static final Logger LOG = LoggerFactory.getLogger(StartCheck.class);

    private StartCheck() {}

    /**
     * Checks that all of the savepoint has a place in the job; state of pipelines that the job does
     * not run may stay behind.
     *
     * @param environment the job, with all its operators; it is told what may stay behind
     * @throws IncompatibleSavepointException if the job cannot start from the savepoint
     */
    public static void check(StreamExecutionEnvironment environment) throws IOException {
        check(environment, StateListing.ofThisRelease());
    }

    /**
     * @param kept what the job keeps
     */
    static void check(StreamExecutionEnvironment environment, StateListing kept)
            throws IOException {
        String address = environment.getConfiguration().get(StateRecoveryOptions.SAVEPOINT_PATH);
        if (address == null) {
            return;
        }
        ClassLoader classes = StartCheck.class.getClassLoader();
        List<SavedOperator> saved;
        try {
            saved = new SavepointReader(classes).read(address);
        } catch (IOException e) {
            LOG.warn("Cannot look at the savepoint {} from here, so Flink has to", address, e);
            return;
        } catch (UnreadableStateException e) {
            throw new IncompatibleSavepointException(
                    address,
                    List.of(
                            "state of operator %s cannot be read, as if a newer release had written it or this jar lacked a class: %s"
                                    .formatted(
                                            kept.operators()
                                                    .getOrDefault(
                                                            e.operator(), e.operator().toString()),
                                            e.getMessage())),
                    e);
        } catch (IllegalArgumentException | IllegalStateException e) {
            throw new IncompatibleSavepointException(
                    address,
                    List.of(
                            "it cannot be read, as if a newer release had written it: "
                                    + e.getMessage()),
                    e);
        }
        new Check(environment, kept, address, saved).run(classes);
    }

    private static final class Check {

        private final StreamExecutionEnvironment environment;
        private final String address;
        private final List<SavedOperator> saved;
        private final StateListing kept;
        private final Map<OperatorID, String> known;
        private final Set<OperatorID> graph = new HashSet<>();
        private final List<String> obstacles = new ArrayList<>();

        Check(
                StreamExecutionEnvironment environment,
                StateListing kept,
                String address,
                List<SavedOperator> saved) {
            this.environment = environment;
            this.kept = kept;
            known = kept.operators();
            this.address = address;
            this.saved = saved;
            for (StreamNode node : environment.getStreamGraph(false).getStreamNodes()) {
                OperatorID id = OperatorIds.ofUid(node.getTransformationUID());
                graph.add(id);
                known.put(id, node.getTransformationUID());
            }
        }

        void run(ClassLoader classes) throws IOException {
            TreeSet<String> leftBehind = new TreeSet<>();
            StateListing listing = new StateListing();
            for (SavedOperator operator : saved) {
                String uid = known.get(operator.id());
                if (uid == null) {
                    refuseUnknown(operator);
                } else if (graph.contains(operator.id())) {
                    compareMaxParallelism(operator, uid);
                    listing.add(uid, operator.states(), classes);
                } else {
                    leftBehind.add(uid);
                }
            }
            obstacles.addAll(kept.findObstacles(listing));
            if (!obstacles.isEmpty()) {
                throw new IncompatibleSavepointException(address, obstacles, null);
            }
            if (!leftBehind.isEmpty()) {
                LOG.info("State of pipelines that are not run here stays behind: {}", leftBehind);
                environment.configure(
                        new Configuration()
                                .set(StateRecoveryOptions.SAVEPOINT_IGNORE_UNCLAIMED_STATE, true));
            }
        }

        private void refuseUnknown(SavedOperator operator) {
            if (!environment
                    .getConfiguration()
                    .get(StateRecoveryOptions.SAVEPOINT_IGNORE_UNCLAIMED_STATE)) {
                obstacles.add(
                        "operator %s (hash of its uid) is not known here: a newer release or another job has written it; allowNonRestoredState (hostpulse upgrade --allow-lost-state) gives its state up"
                                .formatted(operator.id()));
            }
        }

        private void compareMaxParallelism(SavedOperator operator, String uid) {
            int here = environment.getMaxParallelism();
            if (here != operator.maxParallelism()) {
                obstacles.add(
                        "operator %s has max parallelism %d there and %d here, and state is divided by it once and for all"
                                .formatted(uid, operator.maxParallelism(), here));
            }
        }
    }
}
