package io.hostpulse.stack.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.DoubleStream;

/**
 * What a process shows to Prometheus, in its <a
 * href="https://prometheus.io/docs/instrumenting/exposition_formats/">text format</a>.
 */
public final class PrometheusMetrics {

    private static final Duration LIMIT = Duration.ofSeconds(3);
    private static final Pattern LINE = Pattern.compile("(\\w+)(?:\\{(.*)})? (\\S+)");

    private final List<Series> all = new ArrayList<>();

    /**
     * @param labels as they stand between the braces
     */
    private record Series(String name, String labels, double value) {}

    private PrometheusMetrics(String text) {
        for (String line : text.split("\n")) {
            Matcher series = LINE.matcher(line);
            if (!line.startsWith("#") && series.matches()) {
                String labels = series.group(2) == null ? "" : series.group(2);
                all.add(new Series(series.group(1), labels, read(series.group(3))));
            }
        }
    }

    /**
     * @throws UncheckedIOException if it does not answer
     */
    public static PrometheusMetrics fetch(URI address) {
        HttpClient client = HttpClient.newBuilder().connectTimeout(LIMIT).build();
        HttpRequest request = HttpRequest.newBuilder(address).timeout(LIMIT).build();
        try {
            HttpResponse<String> response = client.send(request, BodyHandlers.ofString(UTF_8));
            return of(response.body());
        } catch (IOException e) {
            throw new UncheckedIOException(address + " does not answer", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UncheckedIOException(new IOException("interrupted", e));
        }
    }

    static PrometheusMetrics of(String text) {
        return new PrometheusMetrics(text);
    }

    /**
     * The values of all series of that name.
     *
     * @param label that they have, such as {@code operator_name="Index"}
     */
    public DoubleStream values(String name, String label) {
        return all.stream()
                .filter(series -> series.name().equals(name) && series.labels().contains(label))
                .mapToDouble(Series::value)
                .filter(value -> !Double.isNaN(value));
    }

    private static double read(String value) {
        return switch (value) {
            case "+Inf" -> Double.POSITIVE_INFINITY;
            case "-Inf" -> Double.NEGATIVE_INFINITY;
            default -> {
                try {
                    yield Double.parseDouble(value);
                } catch (NumberFormatException e) {
                    yield Double.NaN;
                }
            }
        };
    }
}
