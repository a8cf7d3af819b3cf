package io.hostpulse.wire;

import static java.nio.charset.StandardCharsets.UTF_8;

/** A record that is no sample, and why. */
public final class MalformedSampleException extends Exception {

    private static final long serialVersionUID = 1L;

    /** Parsers quote what they could not read, which may be nearly all of a large record. */
    private static final int MAX_MESSAGE_LENGTH = 500;

    private final RefusalCategory category;

    /**
     * @param message what is wrong; only the beginning of a long one is kept
     */
    public MalformedSampleException(RefusalCategory category, String message) {
        super(shorten(message));
        this.category = category;
    }

    public RefusalCategory category() {
        return category;
    }

    /** Of text that UTF-8 can carry, as a dead letter has it. */
    private static String shorten(String text) {
        String message = new String(text.getBytes(UTF_8), UTF_8);
        if (message.length() <= MAX_MESSAGE_LENGTH) {
            return message;
        }
        boolean cutsPair = Character.isHighSurrogate(message.charAt(MAX_MESSAGE_LENGTH - 1));
        return message.substring(0, MAX_MESSAGE_LENGTH - (cutsPair ? 1 : 0)) + "…";
    }
}
