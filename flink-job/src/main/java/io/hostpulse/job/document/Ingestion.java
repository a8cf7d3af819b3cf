package io.hostpulse.job.document;

/**
 * Fields that say when the job made a document. They alone differ where a replay makes it again.
 */
public final class Ingestion {

    /** When the job made the document, by its own clock. */
    public static final String TIME = "event.ingested";

    /**
     * How long that was after the time of the sample, or the end of the window, in milliseconds;
     * negative where the host's clock is ahead.
     */
    public static final String DELAY = "hostpulse.ingest.delay.ms";

    private Ingestion() {}
}
