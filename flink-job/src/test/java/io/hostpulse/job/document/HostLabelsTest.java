package io.hostpulse.job.document;

import static io.hostpulse.job.document.DocumentedSample.hostDocument;
import static io.hostpulse.job.document.Examples.NOW;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.hostpulse.job.Samples;
import io.hostpulse.wire.proto.HostSample;
import java.util.Map;
import org.junit.jupiter.api.Test;

class HostLabelsTest {

    @Test
    void labelsWithNamesOfCloudFieldsAreCloudFieldsToo() {
        HostSample.Builder sample = Samples.hostSample("web-1", NOW, 0.25).toBuilder();
        sample.getHostBuilder()
                .putLabels("cloud.provider", "acme")
                .putLabels("cloud.availability_zone", "north-1a")
                .putLabels("cloud.colour", "grey");

        JsonNode tree = hostDocument(sample.build());

        assertThat(tree.path("cloud"))
                .isEqualTo(
                        Examples.tree(
                                "{\"provider\":\"acme\",\"availability_zone\":\"north-1a\"}"
                                        .getBytes(UTF_8)));
        assertThat(tree.at("/labels/cloud_provider").asText()).isEqualTo("acme");
        assertThat(tree.at("/labels/cloud_colour").asText()).isEqualTo("grey");
    }

    @Test
    void labelsStayAFlatObjectWhateverTheirKeys() {
        HostSample.Builder sample = Samples.hostSample("web-1", NOW, 0.25).toBuilder();
        sample.getHostBuilder()
                .putLabels("", "nothing")
                .putLabels(" ", "blank")
                .putLabels("team", "search")
                .putLabels("team.lead", "Kim")
                .putLabels("empty", "");

        JsonNode labels = hostDocument(sample.build()).path("labels");

        assertThat(labels.isObject()).isTrue();
        assertThat(labels.properties())
                .extracting(label -> label.getKey() + "=" + label.getValue().asText())
                .containsExactlyInAnyOrder("team=search", "team_lead=Kim");
    }

    @Test
    void windowsHaveThemUnderTheSameNames() {
        String[] labels = {
            "", "nothing", " ", "blank", "empty", "", "team", "search", "team.lead", "Kim"
        };

        assertThat(HostFields.freeLabels(labels))
                .isEqualTo(Map.of("team", "search", "team_lead", "Kim"));
    }

    @Test
    void ofThoseThatComeToOneNameNoneIsLost() {
        Map<String, String> labels =
                Map.of("a_b.c", "3", "a.b.c", "1", "a_b_c", "4", "a.b_c", "2", "a_b_c_2", "5");
        HostSample.Builder sample = Samples.hostSample("web-1", NOW, 0.25).toBuilder();
        sample.getHostBuilder().putAllLabels(labels);
        Map<String, String> fields =
                Map.of(
                        "a_b_c", "4", "a_b_c_2", "5", "a_b_c_3", "1", "a_b_c_4", "2", "a_b_c_5",
                        "3");

        assertThat(HostFields.freeLabels(labels)).isEqualTo(fields);
        assertThat(hostDocument(sample.build()).path("labels").properties())
                .allSatisfy(
                        label ->
                                assertThat(label.getValue().asText())
                                        .isEqualTo(fields.get(label.getKey())))
                .hasSize(5);
    }

    @Test
    void whatIsLeftOutTakesNoName() {
        assertThat(HostFields.freeLabels(new String[] {"team.lead", "Kim", "team_lead", ""}))
                .isEqualTo(Map.of("team_lead", "Kim"));
    }
}
