package io.hostpulse.job.index;

/** Which answers Elasticsearch is asked for. */
public enum Compatibility {
    /** Found out from the server, again whenever it is replaced by one of another version. */
    AUTO,
    /** Plain JSON, which every 7.x and OpenSearch speak. */
    V7,
    /** The form of 7.x, which 8.x gives on demand. */
    V8
}
