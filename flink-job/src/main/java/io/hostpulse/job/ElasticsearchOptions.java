package io.hostpulse.job;

import io.hostpulse.job.index.Compatibility;
import io.hostpulse.job.index.ElasticsearchConfig;
import io.hostpulse.job.index.ElasticsearchConnection;
import java.io.File;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The options about Elasticsearch. */
final class ElasticsearchOptions {

    private static final Duration LONGEST_FLUSH_DELAY = Duration.ofMillis(200);

    /** What the options call the dialects. */
    private static final Map<String, Compatibility> COMPATIBILITIES =
            Map.of("auto", Compatibility.AUTO, "7", Compatibility.V7, "8", Compatibility.V8);

    @Option(
            names = "--elasticsearch",
            paramLabel = "URL",
            split = ",",
            defaultValue = "http://localhost:9200",
            description = "Elasticsearch, several nodes separated by commas.")
    private List<URI> urls;

    @Option(
            names = "--elasticsearch-compatibility",
            paramLabel = "VERSION",
            defaultValue = "auto",
            description = "What the server is spoken to as: auto, 7 or 8.")
    private String compatibility;

    @Option(
            names = "--elasticsearch-ca",
            paramLabel = "FILE",
            description = "Certificates of the authorities to trust, in PEM form.")
    private File authorities;

    @Option(names = "--elasticsearch-user", paramLabel = "NAME", description = "User to be.")
    private String user;

    @Option(
            names = "--elasticsearch-password-file",
            paramLabel = "FILE",
            description = "File with the user's password, on every TaskManager.")
    private File passwordFile;

    @Option(
            names = "--elasticsearch-api-key-file",
            paramLabel = "FILE",
            description =
                    "File with an API key, on every TaskManager: id:key, or its encoded form.")
    private File apiKeyFile;

    @Option(names = "--elasticsearch-compress", description = "Send bulks compressed.")
    private boolean isCompressed;

    @Option(
            names = "--elasticsearch-connect-timeout",
            paramLabel = "DURATION",
            defaultValue = "5s",
            description = "How long connecting may take.")
    private Duration connectTimeout;

    @Option(
            names = "--elasticsearch-answer-timeout",
            paramLabel = "DURATION",
            defaultValue = "1m",
            description = "How long the answer to a bulk may take.")
    private Duration answerTimeout;

    @Option(
            names = "--elasticsearch-bulk-documents",
            paramLabel = "N",
            defaultValue = "" + ElasticsearchConfig.DEFAULT_BULK_DOCUMENTS,
            description = "A bulk is sent with so many documents.")
    private int bulkDocuments;

    @Option(
            names = "--elasticsearch-bulk-bytes",
            paramLabel = "N",
            defaultValue = "" + ElasticsearchConfig.DEFAULT_BULK_BYTES,
            description = "A bulk is sent with so many bytes.")
    private int bulkBytes;

    @Option(
            names = "--elasticsearch-flush-delay",
            paramLabel = "DURATION",
            defaultValue = ElasticsearchConfig.DEFAULT_FLUSH_MILLIS + "ms",
            description = "A bulk is sent so long after its first document, at most 200ms.")
    private Duration flushDelay;

    List<URI> urls() {
        return urls;
    }

    ElasticsearchConfig config() {
        return new ElasticsearchConfig(
                new ElasticsearchConnection(
                        urls,
                        authorities,
                        login(),
                        isCompressed,
                        (int) connectTimeout.toMillis(),
                        (int) answerTimeout.toMillis()),
                COMPATIBILITIES.get(lowerCase(compatibility)),
                bulkDocuments,
                bulkBytes,
                (int) flushDelay.toMillis());
    }

    /** What cannot be right, without the secrets that it may hold. */
    Optional<String> findProblem() {
        if (urls.stream().anyMatch(url -> url.getRawUserInfo() != null)) {
            return Optional.of(
                    "Invalid value for option '--elasticsearch': a URL must not hold a password, which everybody could read: use '--elasticsearch-user' and '--elasticsearch-password-file'");
        }
        Optional<URI> strange = urls.stream().filter(url -> !isServer(url)).findFirst();
        if (strange.isPresent()) {
            return invalid(
                    "--elasticsearch", strange.get(), "must be like https://localhost:9200/prefix");
        }
        if (urls.stream().map(URI::getPath).distinct().count() > 1) {
            return invalid("--elasticsearch", urls, "all must have the same path");
        }
        if (!COMPATIBILITIES.containsKey(lowerCase(compatibility))) {
            return invalid("--elasticsearch-compatibility", compatibility, "must be auto, 7 or 8");
        }
        if (authorities != null
                && urls.stream().anyMatch(url -> !url.getScheme().equals("https"))) {
            return invalid("--elasticsearch-ca", authorities, "is for URLs with https");
        }
        return findLoginProblem().or(this::findLimitProblem);
    }

    private Optional<String> findLoginProblem() {
        if (apiKeyFile != null && (user != null || passwordFile != null)) {
            return Optional.of(
                    "Either '--elasticsearch-api-key-file' or '--elasticsearch-user' with '--elasticsearch-password-file' can be given, not both");
        }
        if ((user == null) != (passwordFile == null)) {
            return Optional.of(
                    "The options '--elasticsearch-user' and '--elasticsearch-password-file' need each other");
        }
        return Optional.empty();
    }

    private Optional<String> findLimitProblem() {
        if (bulkDocuments < 1) {
            return invalid("--elasticsearch-bulk-documents", bulkDocuments, "must be at least 1");
        }
        if (bulkBytes < 1) {
            return invalid("--elasticsearch-bulk-bytes", bulkBytes, "must be at least 1");
        }
        if (!isBetween(flushDelay, LONGEST_FLUSH_DELAY)) {
            return invalid(
                    "--elasticsearch-flush-delay", flushDelay, "must be between 1ms and 200ms");
        }
        Duration longest = Duration.ofMillis(Integer.MAX_VALUE);
        if (!isBetween(connectTimeout, longest) || !isBetween(answerTimeout, longest)) {
            return Optional.of(
                    "The options '--elasticsearch-connect-timeout' and '--elasticsearch-answer-timeout' must be between 1ms and 24d");
        }
        return Optional.empty();
    }

    private ElasticsearchConnection.Login login() {
        if (apiKeyFile != null) {
            return new ElasticsearchConnection.ApiKey(apiKeyFile);
        }
        return user == null ? null : new ElasticsearchConnection.Password(user, passwordFile);
    }

    private static Optional<String> invalid(String option, Object value, String problem) {
        return Optional.of(
                "Invalid value for option '%s': '%s' %s".formatted(option, value, problem));
    }

    private static boolean isBetween(Duration duration, Duration longest) {
        return duration.toMillis() >= 1 && duration.compareTo(longest) <= 0;
    }

    private static boolean isServer(URI url) {
        return url.getHost() != null
                && List.of("http", "https").contains(url.getScheme())
                && url.getQuery() == null
                && url.getFragment() == null;
    }

    private static String lowerCase(String text) {
        return text.toLowerCase(Locale.ROOT);
    }
}
