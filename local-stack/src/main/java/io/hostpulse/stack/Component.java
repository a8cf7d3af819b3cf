package io.hostpulse.stack;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** The processes of the stack, in the order in which they are started; they stop in reverse. */
public enum Component {
    KAFKA("Kafka"),
    ELASTICSEARCH("Elasticsearch"),
    KIBANA("Kibana"),
    ALERTMANAGER("Alertmanager"),
    JOBMANAGER("Flink JobManager"),
    TASKMANAGER("Flink TaskManager"),
    AGENT("Collector agent"),
    SUPERVISOR("Supervisor");

    private final String title;

    Component(String title) {
        this.title = title;
    }

    /** As shown to people. */
    public String title() {
        return title;
    }

    /** As typed by people, and as used in file names: {@code kafka}, {@code jobmanager}. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<Component> find(String id) {
        return Stream.of(values()).filter(component -> component.id().equals(id)).findFirst();
    }
}
