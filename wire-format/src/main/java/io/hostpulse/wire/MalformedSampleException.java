package io.hostpulse.wire;

/** A record that is no sample, and why. */
public final class MalformedSampleException extends Exception {

    private static final long serialVersionUID = 1L;

    private final RefusalCategory category;

    public MalformedSampleException(RefusalCategory category, String message) {
        super(message);
        this.category = category;
    }

    public RefusalCategory category() {
        return category;
    }
}
