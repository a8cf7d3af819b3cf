package io.hostpulse.job.ingest;

/** A sample is not encoded plainly, be it one or not: {@link PlainSampleReader} is not for it. */
final class NotPlainException extends Exception {

    private static final long serialVersionUID = 1L;

    /** Without a stack trace, which nobody looks at. */
    NotPlainException() {
        super(null, null, false, false);
    }
}
