package io.hostpulse.job.document;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.EnumSet;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/**
 * Kibana's Infrastructure app averages whatever it finds in {@code metrics-*} and {@code
 * metricbeat-*}: aggregates there would falsify its numbers, and a host's name of another type
 * would break its pages.
 */
class IndexNameTest {

    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "SAMPLES")
    void onlySamplesLieWhereKibanaLooksForMetrics(IndexName index) {
        assertThat(index.at(Examples.NOW))
                .doesNotStartWith("metrics")
                .doesNotStartWith("metricbeat");
        assertThat(index.pattern()).doesNotStartWith("metrics").doesNotStartWith("metricbeat");
    }

    @Test
    void samplesDoNotMatchThePatternOfDataStreams() {
        assertThat(IndexName.SAMPLES.at(Examples.NOW))
                .startsWith("metrics-")
                .doesNotMatch("metrics-.*-.*");
    }

    @Test
    void hostsOfSamplesHaveTheTypesThatKibanaNeeds() {
        Map<String, JsonNode> types = DocumentFields.typesOf(IndexName.SAMPLES);

        assertThat(types.get("host.name").path("type").asText()).isEqualTo("keyword");
        assertThat(types.get("host.ip").path("type").asText()).isEqualTo("ip");
        assertThat(types.get("event.dataset").path("type").asText()).isEqualTo("keyword");
    }

    @Test
    void noAggregateHasTheNameOfAMetric() {
        for (IndexName index : EnumSet.complementOf(EnumSet.of(IndexName.SAMPLES))) {
            assertThat(DocumentFields.typesOf(index))
                    .allSatisfy(
                            (field, type) -> {
                                if (field.startsWith("system.")) {
                                    assertThat(type.path("type").asText()).isEqualTo("keyword");
                                }
                            });
        }
    }
}
