package io.hostpulse.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HumanDurationTest {

    @ParameterizedTest
    @CsvSource({
        "500ms, PT0.5S",
        "0s, PT0S",
        "10s, PT10S",
        "90s, PT1M30S",
        "5m, PT5M",
        "1h, PT1H",
        "7d, PT168H",
        "' 10s ', PT10S",
        "007s, PT7S",
        "106751991167d, PT2562047788008H",
        "2h30m, PT2H30M",
        "1d12h, PT36H",
        "1m500ms, PT1M0.5S",
        "1d2h3m4s5ms, PT26H3M4.005S",
        "0h90m, PT1H30M"
    })
    void wholeNumbersWithUnitsAreADuration(String text, Duration expected) {
        assertThat(HumanDuration.parse(text)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "10",
                "s",
                "10 s",
                "1.5h",
                "-5s",
                "+5s",
                "10S",
                "10sec",
                "30m2h",
                "1h1h",
                "2h 30m",
                "2h30",
                "2h-30m",
                "1.5h30m",
                "1w",
                "PT10S",
                "٣s",
                "1234567890123456789ms"
            })
    void anythingElseIsRefusedWithWhatToWrite(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> HumanDuration.parse(text))
                .withMessage(
                        "'%s' is no duration; write whole numbers with d, h, m, s or ms, such as"
                                + " 10s or 2h30m",
                        text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"106751991168d", "999999999999999999s", "106751991167d24h"})
    void durationsThatOverflowAreRefusedWithWhatIsAllowed(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> HumanDuration.parse(text))
                .withMessage("'%s' is too long; at most 106751991167d are allowed", text);
    }

    @ParameterizedTest
    @CsvSource({
        "PT0S, 0s",
        "PT0.001S, 1ms",
        "PT1.5S, 1s500ms",
        "PT59S, 59s",
        "PT60S, 1m",
        "PT90S, 1m30s",
        "PT60M, 1h",
        "PT90M, 1h30m",
        "PT24H, 1d",
        "PT25H, 1d1h",
        "PT168H, 7d",
        "PT26H3M4.005S, 1d2h3m4s5ms"
    })
    void everyDurationIsWrittenInOneForm(Duration duration, String expected) {
        assertThat(HumanDuration.format(duration)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            longs = {1, 999, 1000, 12_345_678_901L, 86_400_000, 1_000_000_000_000L, Long.MAX_VALUE})
    void whatIsWrittenIsReadAsTheSameDuration(long millis) {
        Duration duration = Duration.ofMillis(millis);

        assertThat(HumanDuration.parse(HumanDuration.format(duration))).isEqualTo(duration);
    }

    @Test
    void errorMessagesCanShowWhatCannotBeRead() {
        assertThat(HumanDuration.format(Duration.ofSeconds(-5))).isEqualTo("-5s");
        assertThat(HumanDuration.format(Duration.ofSeconds(-65))).isEqualTo("-1m5s");
        assertThat(HumanDuration.format(Duration.ofNanos(1500))).isEqualTo("0s");
    }

    @ParameterizedTest
    @CsvSource({"PT0S,0s", "PT59.9S,59s", "PT100S,1m 40s", "PT1H,1h", "PT26H3M,1d 2h 3m"})
    void spellsItOut(Duration duration, String spelled) {
        assertThat(HumanDuration.spell(duration)).isEqualTo(spelled);
    }
}
