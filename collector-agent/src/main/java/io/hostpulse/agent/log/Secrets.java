package io.hostpulse.agent.log;

import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** What must appear in no output, whoever writes it; one for the process, as the log is. */
public final class Secrets {

    private static final String HIDDEN = "[hidden]";

    /** Shorter ones would hide parts of ordinary words, and are no secrets. */
    private static final int MIN_LENGTH = 3;

    private static final Set<String> SECRETS = ConcurrentHashMap.newKeySet();

    private Secrets() {}

    public static void add(String secret) {
        if (secret.length() >= MIN_LENGTH) {
            SECRETS.add(secret);
        }
    }

    /** {@code text} with all secrets hidden; the longest first, as one may hold another. */
    public static String hide(String text) {
        List<String> found =
                SECRETS.stream()
                        .filter(text::contains)
                        .sorted(Comparator.comparingInt(String::length).reversed())
                        .toList();
        String hidden = text;
        for (String secret : found) {
            hidden = hidden.replace(secret, HIDDEN);
        }
        return hidden;
    }
}
