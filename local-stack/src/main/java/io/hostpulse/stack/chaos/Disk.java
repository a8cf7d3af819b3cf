package io.hostpulse.stack.chaos;

/** A directory of the stack that is a small file system of its own, so that it can be filled. */
public enum Disk {
    SPOOL("the agent's spool", "agent/spool", 8),
    KAFKA("Kafka's disk", "kafka/data", 768),
    /** Of which its lowest watermark wants a gigabyte free. */
    ELASTICSEARCH("Elasticsearch's disk", "elasticsearch/data", 2048);

    private final String title;
    private final String directory;
    private final int sizeMebibytes;

    Disk(String title, String directory, int sizeMebibytes) {
        this.title = title;
        this.directory = directory;
        this.sizeMebibytes = sizeMebibytes;
    }

    String title() {
        return title;
    }

    /** Within the data directory. */
    String directory() {
        return directory;
    }

    int sizeMebibytes() {
        return sizeMebibytes;
    }
}
