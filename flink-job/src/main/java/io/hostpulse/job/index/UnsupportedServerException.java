package io.hostpulse.job.index;

import java.io.IOException;

/** The server is too new to answer in the form of 7.x. */
final class UnsupportedServerException extends IOException {

    private static final long serialVersionUID = 1L;

    UnsupportedServerException(String version) {
        super(
                "Elasticsearch %s does not speak with clients of 7.x any more: Hostpulse needs 7.x or 8.x"
                        .formatted(version));
    }
}
