package io.hostpulse.stack.ruletest;

import java.util.Optional;
import java.util.OptionalDouble;

/** A change of an alert that has to come; what is empty may be anything. */
record ExpectedAlert(
        AlertChange change,
        Optional<String> severity,
        OptionalDouble value,
        Optional<String> message,
        Optional<String> reason) {}
