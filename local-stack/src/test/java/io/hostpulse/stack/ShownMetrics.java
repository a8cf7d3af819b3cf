package io.hostpulse.stack;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** What Flink shows to Prometheus. */
final class ShownMetrics {

    private ShownMetrics() {}

    static void assertThatPrometheusFindsWhatTheRulesAskFor(LocalStack stack) throws Exception {
        String rules =
                Files.readString(
                        stack.config()
                                .tree()
                                .prometheusConfiguration()
                                .resolve("hostpulse-rules.yaml"));
        List<String> wanted =
                Pattern.compile("flink_\\w+")
                        .matcher(rules)
                        .results()
                        .map(MatchResult::group)
                        .distinct()
                        .toList();
        assertThat(wanted).hasSizeGreaterThan(10);
        StringBuilder shown = new StringBuilder();
        for (String target : metricTargets(stack)) {
            shown.append(
                    HttpClient.newHttpClient()
                            .send(
                                    HttpRequest.newBuilder(
                                                    URI.create("http://" + target + "/metrics"))
                                            .build(),
                                    HttpResponse.BodyHandlers.ofString())
                            .body());
        }
        assertThat(wanted)
                .allSatisfy(name -> assertThat(shown.toString()).contains("\n" + name + "{"));
    }

    private static List<String> metricTargets(LocalStack stack) throws IOException {
        JsonNode targets =
                new ObjectMapper()
                        .readTree(
                                stack.config()
                                        .data()
                                        .of("flink")
                                        .resolve("prometheus-targets.json")
                                        .toFile());
        List<String> addresses = new ArrayList<>();
        targets.at("/0/targets").forEach(each -> addresses.add(each.asText()));
        assertThat(addresses).hasSize(2);
        return addresses;
    }
}
