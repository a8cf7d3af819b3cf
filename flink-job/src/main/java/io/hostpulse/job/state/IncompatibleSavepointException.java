package io.hostpulse.job.state;

import java.util.List;

/** This job cannot start from the savepoint that it is to start from. */
public final class IncompatibleSavepointException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    IncompatibleSavepointException(String address, List<String> obstacles, Throwable cause) {
        super(
                """
                This job cannot start from the savepoint %s:
                - %s
                Start from it with the release that has written it or a newer one, or start this one from another \
                savepoint. What an upgrade may change is in docs/state.md."""
                        .formatted(address, String.join("\n- ", obstacles)),
                cause);
    }
}
