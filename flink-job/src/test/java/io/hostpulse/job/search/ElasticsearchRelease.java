package io.hostpulse.job.search;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The releases of Elasticsearch that have to take our documents. Each has one server, which starts
 * when a test first asks for it and stops with the tests.
 */
public enum ElasticsearchRelease {
    EIGHT("hostpulse.elasticsearch"),
    SEVEN("hostpulse.elasticsearch7");

    private static final Map<ElasticsearchRelease, ElasticsearchProcess> RUNNING =
            new ConcurrentHashMap<>();

    private final String homeProperty;

    ElasticsearchRelease(String homeProperty) {
        this.homeProperty = homeProperty;
    }

    /** The server with our templates, and no document that another test has left. */
    public SearchServer emptyServer() {
        SearchServer server = server();
        server.deleteIndices();
        return server;
    }

    /** The server with our templates, and with documents of other tests. */
    public SearchServer server() {
        return new SearchServer(
                RUNNING.computeIfAbsent(this, ElasticsearchRelease::start).address());
    }

    private static ElasticsearchProcess start(ElasticsearchRelease release) {
        try {
            Path home = Path.of(System.getProperty(release.homeProperty));
            ElasticsearchProcess process = ElasticsearchProcess.start(home);
            Runtime.getRuntime().addShutdownHook(new Thread(process::stop));
            TemplateInstaller.run(process.address());
            return process;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start " + release, e);
        }
    }
}
