package io.hostpulse.job.retry;

import java.util.function.Consumer;

/**
 * Whether a server takes what is sent to it, and since when not. The log gets a line when an outage
 * begins, one whenever its reason becomes another, and one when it is over, however often is tried.
 */
public final class Outage {

    private final String server;
    private final String cargo;
    private final Consumer<String> log;
    private volatile long sinceMillis;
    private String kind;

    /**
     * @param server such as {@code Elasticsearch}
     * @param cargo what it should take, such as {@code documents}
     */
    public Outage(String server, String cargo, Consumer<String> log) {
        this.server = server;
        this.cargo = cargo;
        this.log = log;
    }

    /** In milliseconds since 1970; 0 while all is well. */
    public long sinceMillis() {
        return sinceMillis;
    }

    /**
     * An attempt has failed.
     *
     * @param kind what tells one reason from another, such as {@code 503}
     * @param reason the same with everything that changes from one attempt to the next
     */
    public synchronized void fail(String kind, String reason) {
        if (sinceMillis == 0) {
            sinceMillis = System.currentTimeMillis();
            log.accept(
                    "%s takes no %s, trying again until it does: %s"
                            .formatted(server, cargo, reason));
        } else if (!kind.equals(this.kind)) {
            log.accept(
                    "%s still takes no %s, now because of this: %s"
                            .formatted(server, cargo, reason));
        }
        this.kind = kind;
    }

    /** The server has answered as it should. */
    public synchronized void end() {
        if (sinceMillis != 0) {
            log.accept(
                    "%s takes %s again after %d ms"
                            .formatted(server, cargo, System.currentTimeMillis() - sinceMillis));
            sinceMillis = 0;
        }
    }
}
