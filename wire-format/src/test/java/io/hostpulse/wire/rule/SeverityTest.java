package io.hostpulse.wire.rule;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class SeverityTest {

    @ParameterizedTest
    @EnumSource
    void itIsFoundByItsLabel(Severity severity) {
        assertThat(Severity.ofLabel(severity.label())).contains(severity);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "WARNING", " warning", "fatal"})
    void nothingElseIsALabel(String label) {
        assertThat(Severity.ofLabel(label)).isEmpty();
    }

    @Test
    void severitiesCompareFromMildToGrave() {
        assertThat(Severity.values())
                .containsExactly(Severity.INFO, Severity.WARNING, Severity.CRITICAL)
                .extracting(Severity::label)
                .containsExactly("info", "warning", "critical");
    }
}
