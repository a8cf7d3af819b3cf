package io.hostpulse.stack.server;

import io.hostpulse.stack.client.Alertmanager;
import io.hostpulse.stack.client.Elasticsearch;
import io.hostpulse.stack.client.FlinkRest;
import io.hostpulse.stack.client.HttpStatusException;
import io.hostpulse.stack.client.Kibana;
import io.hostpulse.stack.process.RunRecord;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/**
 * Whether a server of a stack answers that was started again, of which no more is known than its
 * run record.
 *
 * @param limit by when it has to
 */
public record Readiness(BooleanSupplier check, Duration limit) {

    private static final Duration USUAL_LIMIT = Duration.ofMinutes(2);
    private static final Duration KIBANA_LIMIT = Duration.ofMinutes(5);

    /**
     * @param flink of the same stack, to which a TaskManager offers its slots
     */
    public static Readiness of(RunRecord record, FlinkRest flink) {
        String address = record.address();
        return switch (record.component()) {
            case KAFKA -> usual(() -> Ports.accepts(portOf(address)));
            case ELASTICSEARCH -> usual(new Elasticsearch(URI.create(address))::isUp);
            case KIBANA -> new Readiness(new Kibana(URI.create(address))::isUp, KIBANA_LIMIT);
            case ALERTMANAGER -> usual(new Alertmanager(URI.create(address))::isUp);
            case JOBMANAGER -> usual(flink::isUp);
            case TASKMANAGER -> usual(() -> hasSlots(flink));
            case AGENT, SUPERVISOR -> usual(() -> true);
        };
    }

    private static Readiness usual(BooleanSupplier check) {
        return new Readiness(check, USUAL_LIMIT);
    }

    private static boolean hasSlots(FlinkRest flink) {
        try {
            return flink.taskSlots() > 0;
        } catch (UncheckedIOException | HttpStatusException notYet) {
            return false;
        }
    }

    private static int portOf(String bootstrapServer) {
        return Integer.parseInt(bootstrapServer.substring(bootstrapServer.lastIndexOf(':') + 1));
    }
}
