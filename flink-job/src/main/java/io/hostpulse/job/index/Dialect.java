package io.hostpulse.job.index;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.elasticsearch.ElasticsearchStatusException;
import org.elasticsearch.client.RequestOptions;
import org.elasticsearch.rest.RestStatus;

/**
 * The form of requests and answers. A server that gets the wrong one says so, so that the bulks
 * themselves tell which one is right.
 */
enum Dialect {
    /** That of every 7.x, and of OpenSearch; 8.x takes it too. */
    PLAIN,
    /** 8.x then answers in the form of 7.x; 7.16 and newer know the headers too. */
    COMPATIBLE;

    private static final String COMPATIBLE_TYPE =
            "application/vnd.elasticsearch+json;compatible-with=7";

    private static final RequestOptions COMPATIBLE_OPTIONS =
            RequestOptions.DEFAULT.toBuilder()
                    .addHeader("Accept", COMPATIBLE_TYPE)
                    .addHeader("Content-Type", COMPATIBLE_TYPE)
                    .build();

    /** What servers say for which 7 is too old. */
    private static final Pattern TOO_NEW = Pattern.compile("must be either version (\\d+)");

    RequestOptions options() {
        return switch (this) {
            case PLAIN -> RequestOptions.DEFAULT;
            case COMPATIBLE -> COMPATIBLE_OPTIONS;
        };
    }

    /** Whether the server, asked in this dialect, failed for not speaking it. */
    boolean isMisunderstood(Exception failure) {
        return this == COMPATIBLE
                && failure instanceof ElasticsearchStatusException refusal
                && (refusal.status() == RestStatus.NOT_ACCEPTABLE
                        || refusal.status() == RestStatus.UNSUPPORTED_MEDIA_TYPE);
    }

    /** The version of a server that is too new for either dialect. */
    static Optional<String> findTooNew(Exception failure) {
        return Optional.ofNullable(failure.getMessage())
                .map(TOO_NEW::matcher)
                .filter(Matcher::find)
                .map(version -> version.group(1));
    }
}
