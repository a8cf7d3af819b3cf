package io.hostpulse.agent.log;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Struct;
import com.google.protobuf.util.JsonFormat;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import org.junit.jupiter.api.Test;
import org.slf4j.event.Level;

class LogLineTest {

    private static final OffsetDateTime TIME =
            OffsetDateTime.parse("2026-01-02T04:04:05.678+01:00");

    @Test
    void aLineOfTextIsTimeLevelShortNameAndMessage() {
        assertThat(line("started", null).text(DateTimeFormatter.ISO_OFFSET_DATE_TIME))
                .isEqualTo("2026-01-02T04:04:05.678+01:00 WARN Loop - started");
    }

    @Test
    void aLineOfJsonIsOneObjectWithTheNamesOfEcs() throws InvalidProtocolBufferException {
        String json =
                line("a \"quoted\"\nback\\slash\u0001 ü", new IllegalStateException("why")).json();

        assertThat(json).doesNotContain("\n");
        Struct.Builder parsed = Struct.newBuilder();
        JsonFormat.parser().merge(json, parsed);
        assertThat(text(parsed, "@timestamp")).isEqualTo("2026-01-02T03:04:05.678Z");
        assertThat(text(parsed, "log.level")).isEqualTo("warn");
        assertThat(text(parsed, "log.logger")).isEqualTo("io.hostpulse.agent.Loop");
        assertThat(text(parsed, "process.thread.name")).isEqualTo("sampler");
        assertThat(text(parsed, "message")).isEqualTo("a \"quoted\"\nback\\slash\u0001 ü");
        assertThat(text(parsed, "error.type")).isEqualTo("java.lang.IllegalStateException");
        assertThat(text(parsed, "error.message")).isEqualTo("why");
        assertThat(text(parsed, "error.stack_trace")).contains("LogLineTest");
        assertThat(text(parsed, "ecs.version")).isNotEmpty();
    }

    @Test
    void librariesTellErrorsAloneUnlessTheLevelIsDebug() {
        LogSettings info = new LogSettings(LogFormat.TEXT, Level.INFO);
        LogSettings debug = new LogSettings(LogFormat.TEXT, Level.DEBUG);

        assertThat(info.includes("io.hostpulse.agent.Loop", Level.INFO)).isTrue();
        assertThat(info.includes("io.hostpulse.agent.Loop", Level.DEBUG)).isFalse();
        assertThat(info.includes("org.apache.kafka.X", Level.WARN)).isFalse();
        assertThat(info.includes("org.apache.kafka.X", Level.ERROR)).isTrue();
        assertThat(debug.includes("io.hostpulse.agent.Loop", Level.DEBUG)).isTrue();
        assertThat(debug.includes("org.apache.kafka.X", Level.INFO)).isTrue();
        assertThat(debug.includes("org.apache.kafka.X", Level.DEBUG)).isFalse();
    }

    @Test
    void librariesCanBeSilentUnlessTheLevelIsDebug() {
        LogSettings info = new LogSettings(LogFormat.TEXT, Level.INFO).withoutLibraries();
        LogSettings debug = new LogSettings(LogFormat.TEXT, Level.DEBUG).withoutLibraries();

        assertThat(info.includes("io.hostpulse.agent.Loop", Level.INFO)).isTrue();
        assertThat(info.includes("org.apache.kafka.X", Level.ERROR)).isFalse();
        assertThat(debug.includes("org.apache.kafka.X", Level.INFO)).isTrue();
    }

    private static String text(Struct.Builder parsed, String name) {
        return parsed.getFieldsOrThrow(name).getStringValue();
    }

    private static LogLine line(String message, Throwable failure) {
        return new LogLine(
                TIME, Level.WARN, "io.hostpulse.agent.Loop", "sampler", message, failure);
    }

    @Test
    void aNameWithLineBreaksAndControlsOfTerminalsIsOneLineOfText() {
        String text =
                line("a\nb\u001b[2J\u202ec", null).text(DateTimeFormatter.ISO_OFFSET_DATE_TIME);

        assertThat(text).endsWith("a\\u000ab\\u001b[2J\\u202ec");
    }

    @Test
    void theMessageOfAFailureCannotForgeWhatATerminalObeys() {
        String text =
                line("failed", new IllegalStateException("\u001b[2J"))
                        .text(DateTimeFormatter.ISO_OFFSET_DATE_TIME);

        assertThat(text).contains("IllegalStateException: \\u001b[2J").doesNotContain("\u001b");
    }
}
