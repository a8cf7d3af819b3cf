package io.hostpulse.stack;

/** The Elasticsearch servers that there are to start. */
public enum ElasticsearchVersion {
    /** The last of the major version before, which tests start. */
    V7,
    /** What a stack runs on. */
    V8
}
