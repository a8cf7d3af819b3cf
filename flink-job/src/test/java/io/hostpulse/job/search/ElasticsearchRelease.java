package io.hostpulse.job.search;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/**
 * The releases of Elasticsearch that have to take our documents. Each has one server, which starts
 * when a test first asks for it and stops with the tests.
 */
public enum ElasticsearchRelease {
    EIGHT("hostpulse.elasticsearch"),
    SEVEN("hostpulse.elasticsearch7");

    private final String homeProperty;
    private ElasticsearchProcess process;

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
    public synchronized SearchServer server() {
        try {
            if (process == null) {
                process = ElasticsearchProcess.start(Path.of(System.getProperty(homeProperty)));
                Runtime.getRuntime().addShutdownHook(new Thread(process::stop));
                TemplateInstaller.run(process.address());
            }
            return new SearchServer(process.address());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start " + this, e);
        }
    }
}
