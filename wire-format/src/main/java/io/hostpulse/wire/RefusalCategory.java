package io.hostpulse.wire;

/** Why a record could not be accepted as a sample. */
public enum RefusalCategory {
    /** The value is empty. */
    EMPTY("empty"),
    /** The value, or what it says of the host or agent, is larger than any honest one. */
    TOO_LARGE("too-large"),
    /** The value begins like JSON and is not, or has a field of a wrong type. */
    MALFORMED_JSON("malformed-json"),
    /** The value is neither JSON nor a protobuf sample. */
    MALFORMED_PROTOBUF("malformed-protobuf"),
    /** The schema version is one that this reader does not know. */
    UNKNOWN_VERSION("unknown-version"),
    /** The host id is absent, blank, or longer than any honest one. */
    INVALID_HOST_ID("invalid-host-id"),
    /** The sample's time is absent, too far back or too far ahead. */
    INVALID_TIME("invalid-time");

    private final String label;

    RefusalCategory(String label) {
        this.label = label;
    }

    /** The name in documents and metrics, such as {@code malformed-json}. */
    public String label() {
        return label;
    }
}
