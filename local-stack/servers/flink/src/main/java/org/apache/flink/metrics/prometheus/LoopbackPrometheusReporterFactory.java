package org.apache.flink.metrics.prometheus;

import io.prometheus.client.exporter.HTTPServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Properties;
import org.apache.flink.metrics.reporter.MetricReporter;
import org.apache.flink.metrics.reporter.MetricReporterFactory;

/**
 * Flink's Prometheus reporter on the loopback interface. Flink's own listens on all of them and
 * cannot be told otherwise, and its parts are open to its package alone. Takes the setting {@code
 * port}.
 */
public final class LoopbackPrometheusReporterFactory implements MetricReporterFactory {

    @Override
    public MetricReporter createMetricReporter(Properties properties) {
        return new Reporter(Integer.parseInt(properties.getProperty("port")));
    }

    private static final class Reporter extends AbstractPrometheusReporter {

        private final HTTPServer server;

        Reporter(int port) {
            InetSocketAddress address =
                    new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
            try {
                server = new HTTPServer(address, registry, true);
            } catch (IOException e) {
                throw new UncheckedIOException("metrics cannot be served on " + address, e);
            }
        }

        @Override
        public void close() {
            server.stop();
            super.close();
        }
    }
}
