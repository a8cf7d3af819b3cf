package io.hostpulse.wire.rule;

import java.time.Duration;

/**
 * What people want to be told about.
 *
 * @param id lower-case letters, digits and dashes; the key of the rule in its topic
 * @param name what people call it, such as "Sustained CPU load"
 * @param sustainedFor how long the condition has to hold before an alert fires; not negative
 * @param message what the alert says; {@code {host}}, {@code {metric}}, {@code {value}}, {@code
 *     {threshold}} and {@code {for}} are filled in
 */
public record Rule(
        String id,
        String name,
        Severity severity,
        Condition when,
        Duration sustainedFor,
        String message) {}
