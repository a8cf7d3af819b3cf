package io.hostpulse.stack.view;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.hostpulse.stack.Component;
import io.hostpulse.stack.supervise.Restarts;
import io.hostpulse.stack.upgrade.Pipeline;
import io.hostpulse.stack.view.StackStatus.JobStatus;
import io.hostpulse.stack.view.StackStatus.LastCheckpoint;
import io.hostpulse.stack.view.StackStatus.PipelineStatus;
import io.hostpulse.stack.view.StackStatus.ProcessStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class StatusReportTest {

    private static final StackStatus HEALTHY =
            new StackStatus(
                    List.of(process(Component.KAFKA, true)),
                    Optional.of(
                            List.of(
                                    new JobStatus(
                                            "abc",
                                            Set.of(Pipeline.DETECT, Pipeline.NOTIFY),
                                            "RUNNING",
                                            24,
                                            24,
                                            "0.1.0 (abc1234)",
                                            2,
                                            1,
                                            Optional.of(
                                                    new LastCheckpoint(
                                                            Duration.ofSeconds(4),
                                                            196_608,
                                                            Duration.ofMillis(85)))),
                                    new JobStatus(
                                            "abd",
                                            Set.of(Pipeline.INDEX),
                                            "RESTARTING",
                                            3,
                                            0,
                                            "unknown version",
                                            0,
                                            0,
                                            Optional.empty()))),
                    List.of(
                            new PipelineStatus(Pipeline.DETECT, 0, Duration.ZERO),
                            new PipelineStatus(Pipeline.INDEX, 1_200, Duration.ofSeconds(70)),
                            new PipelineStatus(Pipeline.NOTIFY, 2, Duration.ofSeconds(1))),
                    Optional.of(60L),
                    Optional.of(Map.of("warning", 3L)),
                    List.of());

    @Test
    void aHealthyStackIsToldToPeople() {
        assertThat(String.join("\n", text(HEALTHY)))
                .isEqualTo(
                        """
                        PROCESS  STATE    PID  MEMORY  UPTIME  ADDRESS
                        Kafka    running   17    300M  1m 30s  127.0.0.1:9092

                        JOB            STATE       RELEASE          RESTARTS  CHECKPOINT  SIZE   TOOK  FAILED
                        detect,notify  RUNNING     0.1.0 (abc1234)         2      4s ago  192K  85 ms       1
                        index          RESTARTING  unknown version         0    none yet     -      -       0

                        Behind       detect 0 samples, 0s; index 1,200 samples, 1m 10s; notify 2 alerts, 1s
                        Samples      60 in the last minute
                        Open alerts  3 warning

                        Healthy""");
    }

    @Test
    void aDeadProcessIsToldWithTheProblem() {
        StackStatus status =
                new StackStatus(
                        List.of(process(Component.KAFKA, false)),
                        Optional.empty(),
                        List.of(),
                        Optional.empty(),
                        Optional.empty(),
                        List.of("Kafka has ended; its log is /logs/kafka.log"));

        assertThat(text(status))
                .anyMatch(line -> line.startsWith("Kafka    ended"))
                .contains("Kafka has ended; its log is /logs/kafka.log")
                .doesNotContain("Healthy");
    }

    @Test
    void restartsAreTold() {
        ProcessStatus kafka =
                new ProcessStatus(
                        Component.KAFKA,
                        true,
                        17,
                        1,
                        Duration.ofSeconds(90),
                        "127.0.0.1:9092",
                        "/logs/kafka.log",
                        Optional.of(
                                new Restarts(
                                        3,
                                        Instant.parse("2026-03-01T12:00:00.123Z"),
                                        "exit code 137 (killed)")));
        StackStatus status =
                new StackStatus(
                        List.of(kafka),
                        Optional.empty(),
                        List.of(),
                        Optional.empty(),
                        Optional.empty(),
                        List.of());

        assertThat(text(status))
                .contains(
                        "Kafka was restarted 3 times, last at 2026-03-01T12:00:00Z since: exit code 137 (killed)");
    }

    @Test
    void programsGetTheSameAsJson() throws JsonProcessingException {
        JsonNode json = new ObjectMapper().readTree(StatusReport.json(HEALTHY));

        assertThat(json.path("healthy").booleanValue()).isTrue();
        assertThat(json.at("/processes/0/component").textValue()).isEqualTo("kafka");
        assertThat(json.at("/processes/0/residentBytes").longValue()).isEqualTo(314_572_800);
        assertThat(json.at("/jobs/0/pipelines/1").textValue()).isEqualTo("notify");
        assertThat(json.at("/jobs/0/state").textValue()).isEqualTo("RUNNING");
        assertThat(json.at("/jobs/1/lastCheckpoint").isMissingNode()).isTrue();
        assertThat(json.at("/jobs/0/lastCheckpoint/durationMillis").longValue()).isEqualTo(85);
        assertThat(json.at("/pipelines/1/pipeline").textValue()).isEqualTo("index");
        assertThat(json.at("/pipelines/1/recordsBehind").longValue()).isEqualTo(1_200);
        assertThat(json.at("/pipelines/1/millisBehind").longValue()).isEqualTo(70_000);
        assertThat(json.path("samplesLastMinute").longValue()).isEqualTo(60);
        assertThat(json.at("/openAlerts/warning").longValue()).isEqualTo(3);
    }

    @Test
    void whatIsNotKnownIsNotInTheJson() throws JsonProcessingException {
        StackStatus unknown =
                new StackStatus(
                        List.of(),
                        Optional.empty(),
                        List.of(),
                        Optional.empty(),
                        Optional.empty(),
                        List.of("The stack does not run."));

        JsonNode json = new ObjectMapper().readTree(StatusReport.json(unknown));

        assertThat(json.path("healthy").booleanValue()).isFalse();
        assertThat(json.has("jobs")).isFalse();
        assertThat(json.has("samplesLastMinute")).isFalse();
        assertThat(json.has("openAlerts")).isFalse();
    }

    private static List<String> text(StackStatus status) {
        List<String> lines =
                new ArrayList<>(StatusReport.processes(status.processes(), 120, Terminal.NONE));
        lines.addAll(StatusReport.answers(status, 120, Terminal.NONE));
        return lines;
    }

    private static ProcessStatus process(Component component, boolean isAlive) {
        return new ProcessStatus(
                component,
                isAlive,
                17,
                isAlive ? 300L * 1024 * 1024 : 0,
                Duration.ofSeconds(90),
                "127.0.0.1:9092",
                "/logs/kafka.log",
                Optional.empty());
    }
}
