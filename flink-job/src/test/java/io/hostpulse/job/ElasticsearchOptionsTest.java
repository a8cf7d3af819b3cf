package io.hostpulse.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.hostpulse.job.index.Compatibility;
import io.hostpulse.job.index.ElasticsearchConfig;
import io.hostpulse.job.index.ElasticsearchConnection;
import io.hostpulse.job.index.ElasticsearchConnection.ApiKey;
import io.hostpulse.job.index.ElasticsearchConnection.Password;
import java.io.File;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine.ParameterException;

class ElasticsearchOptionsTest {

    @Test
    void withoutOptionsTheServerHasNoSecurity() {
        assertThat(parse())
                .isEqualTo(ElasticsearchConfig.of(List.of(URI.create("http://localhost:9200"))));
    }

    @Test
    void everyOptionIsHeeded() {
        assertThat(
                        parse(
                                "--elasticsearch=https://es-1:9200/search,https://es-2:9200/search",
                                "--elasticsearch-ca=/run/ca.crt",
                                "--elasticsearch-user=me",
                                "--elasticsearch-password-file=/run/password",
                                "--elasticsearch-compress",
                                "--elasticsearch-compatibility=7",
                                "--elasticsearch-connect-timeout=1s",
                                "--elasticsearch-answer-timeout=2s",
                                "--elasticsearch-bulk-documents=3",
                                "--elasticsearch-bulk-bytes=4",
                                "--elasticsearch-flush-delay=5ms"))
                .isEqualTo(
                        new ElasticsearchConfig(
                                new ElasticsearchConnection(
                                        List.of(
                                                URI.create("https://es-1:9200/search"),
                                                URI.create("https://es-2:9200/search")),
                                        new File("/run/ca.crt"),
                                        new Password("me", new File("/run/password")),
                                        true,
                                        1_000,
                                        2_000),
                                Compatibility.V7,
                                3,
                                4,
                                5));
        assertThat(parse("--elasticsearch-api-key-file=/run/key").connection().login())
                .isEqualTo(new ApiKey(new File("/run/key")));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "--elasticsearch-user=me; need each other",
                "--elasticsearch-password-file=/p; need each other",
                "--elasticsearch-api-key-file=/k --elasticsearch-user=me --elasticsearch-password-file=/p; not both",
                "--elasticsearch-ca=/run/ca.crt; is for URLs with https",
                "--elasticsearch=http://a:1/x,http://b:1/y; all must have the same path",
                "--elasticsearch=ftp://a:1; must be like https://localhost:9200/prefix",
                "--elasticsearch-compatibility=9; must be auto, 7 or 8",
                "--elasticsearch-flush-delay=201ms; must be between 1ms and 200ms",
                "--elasticsearch-bulk-documents=0; must be at least 1",
                "--elasticsearch-bulk-bytes=0; must be at least 1",
                "--elasticsearch-answer-timeout=0s; --elasticsearch-answer-timeout"
            })
    void whatCannotBeRightIsRefusedWhenTheJobIsSubmitted(String options, String problem) {
        assertThatExceptionOfType(ParameterException.class)
                .isThrownBy(() -> parse(options.split(" ")))
                .withMessageContaining(problem);
    }

    @Test
    void aPasswordInTheUrlIsRefusedAndNotRepeated() {
        assertThatExceptionOfType(ParameterException.class)
                .isThrownBy(() -> parse("--elasticsearch=https://me:secret@search:9200"))
                .withMessageContaining("--elasticsearch-password-file")
                .satisfies(refusal -> assertThat(refusal.getMessage()).doesNotContain("secret"));
    }

    private static ElasticsearchConfig parse(String... options) {
        List<String> arguments = new ArrayList<>(List.of("--bootstrap-servers=kafka:9092"));
        arguments.addAll(List.of(options));
        return JobConfig.parse(arguments.toArray(String[]::new)).elasticsearch();
    }
}
