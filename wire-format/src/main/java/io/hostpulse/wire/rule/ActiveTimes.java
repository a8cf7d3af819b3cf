package io.hostpulse.wire.rule;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Set;

/**
 * Times of the week in which people want to be told. Where {@code from} is after {@code to} they
 * last over midnight, where both are the same a whole day.
 *
 * @param days on which they begin, at least one
 * @param from included
 * @param to not included
 */
public record ActiveTimes(Set<DayOfWeek> days, LocalTime from, LocalTime to, ZoneId zone) {

    public ActiveTimes {
        days = Set.copyOf(days);
    }

    public boolean contains(long millis) {
        LocalDate day = Instant.ofEpochMilli(millis).atZone(zone).toLocalDate();
        return isWithin(day, millis) || isWithin(day.minusDays(1), millis);
    }

    /** The first beginning after that time. */
    public long nextBeginMillis(long millis) {
        LocalDate day = Instant.ofEpochMilli(millis).atZone(zone).toLocalDate();
        while (!days.contains(day.getDayOfWeek()) || beginMillis(day) <= millis) {
            day = day.plusDays(1);
        }
        return beginMillis(day);
    }

    private boolean isWithin(LocalDate day, long millis) {
        return days.contains(day.getDayOfWeek())
                && millis >= beginMillis(day)
                && millis < endMillis(day);
    }

    private long beginMillis(LocalDate day) {
        return millisOf(day, from);
    }

    private long endMillis(LocalDate day) {
        return millisOf(from.isBefore(to) ? day : day.plusDays(1), to);
    }

    private long millisOf(LocalDate day, LocalTime time) {
        return ZonedDateTime.of(day, time, zone).toInstant().toEpochMilli();
    }
}
