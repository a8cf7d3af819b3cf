package io.hostpulse.stack.supervise;

import java.time.Instant;

/**
 * How often something was started again since the stack was.
 *
 * @param cause why it had ended the last time
 */
public record Restarts(int count, Instant last, String cause) {}
