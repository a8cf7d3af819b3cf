package io.hostpulse.wire.rule;

import static io.hostpulse.wire.rule.RuleTexts.problemsOf;
import static io.hostpulse.wire.rule.RuleTexts.readRule;
import static io.hostpulse.wire.rule.RuleTexts.ruleOf;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.OffsetDateTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ActiveTimesTest {

    private static final String OFFICE =
            "{'days':['mon','tue','wed','thu','fri'],'from':'08:00','to':'18:00','zone':'Europe/Berlin'}";
    private static final String NIGHTS = "{'days':['fri'],'from':'22:00','to':'06:00'}";

    @ParameterizedTest
    @CsvSource({
        "2026-01-05T07:59:59+01:00,false",
        "2026-01-05T08:00:00+01:00,true",
        "2026-01-05T17:59:59+01:00,true",
        "2026-01-05T18:00:00+01:00,false",
        "2026-01-04T12:00:00+01:00,false",
        "2026-07-06T06:00:00Z,true",
        "2026-01-05T06:00:00Z,false"
    })
    void theyBeginAndEndOnTheClocksOfTheirZone(String time, boolean active) throws Exception {
        assertThat(read(OFFICE).contains(millis(time))).isEqualTo(active);
    }

    @ParameterizedTest
    @CsvSource({
        "2026-01-02T21:59:00Z,false",
        "2026-01-02T22:00:00Z,true",
        "2026-01-03T05:59:00Z,true",
        "2026-01-03T06:00:00Z,false",
        "2026-01-03T22:30:00Z,false",
        "2026-01-02T05:00:00Z,false"
    })
    void timesOverMidnightBelongToTheDayOnWhichTheyBegin(String time, boolean active)
            throws Exception {
        assertThat(read(NIGHTS).contains(millis(time))).isEqualTo(active);
    }

    @Test
    void withoutTimesOfDayTheyLastAllDay() throws Exception {
        ActiveTimes sundays = read("{'days':['sun']}");

        assertThat(sundays.contains(millis("2026-01-04T00:00:00Z"))).isTrue();
        assertThat(sundays.contains(millis("2026-01-04T23:59:59Z"))).isTrue();
        assertThat(sundays.contains(millis("2026-01-05T00:00:00Z"))).isFalse();
        assertThat(sundays.contains(millis("2026-01-03T23:59:59Z"))).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "2026-01-05T07:00:00+01:00,2026-01-05T08:00:00+01:00",
        "2026-01-05T08:00:00+01:00,2026-01-06T08:00:00+01:00",
        "2026-01-09T18:00:00+01:00,2026-01-12T08:00:00+01:00",
        "2026-03-28T12:00:00+01:00,2026-03-30T08:00:00+02:00"
    })
    void theNextBeginningComesAfterTheTimeGiven(String time, String begin) throws Exception {
        assertThat(read(OFFICE).nextBeginMillis(millis(time))).isEqualTo(millis(begin));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'days':['monday']} | active.days[0]: 'monday' is none of mon, tue, wed, thu, fri, sat, sun",
                "{'days':[]} | active.days: has 0 entries; 1 to 7 are allowed",
                "{'from':'08:00'} | active.to: is missing",
                "{'from':'8','to':'18:00'} | active.from: '8' is no time of day; write such as \"08:00\"",
                "{'zone':'Berlin'} | active.zone: 'Berlin' is no time zone; write such as Europe/Berlin",
                "{'hours':5} | active.hours: is not known here; known are [days, from, to, zone]"
            })
    void whatIsNoTimeIsRefused(String active, String problem) {
        assertThat(problemsOf(ruleOf("'active':" + active))).containsExactly(problem);
    }

    private static ActiveTimes read(String active) throws Exception {
        return readRule(ruleOf("'active':" + active)).activeTimes().orElseThrow();
    }

    private static long millis(String time) {
        return OffsetDateTime.parse(time).toInstant().toEpochMilli();
    }
}
