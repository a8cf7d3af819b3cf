package io.hostpulse.stack.client;

/** Metrics as a process would show them. */
public final class PrometheusMetricsText {

    private PrometheusMetricsText() {}

    public static PrometheusMetrics of(String text) {
        return PrometheusMetrics.of(text);
    }
}
