package io.hostpulse.job.window;

import io.hostpulse.job.model.Window;
import java.io.Serializable;
import java.time.Duration;

/**
 * Which windows are published: those of some length and more, and shorter ones in which the
 * threshold of a rule was crossed.
 *
 * @param shortest the least length of a window that is published whatever it holds
 */
public record PublishedWindows(Duration shortest) implements Serializable {

    public static final PublishedWindows ALL = new PublishedWindows(Duration.ZERO);

    public boolean include(Window window) {
        return window.endMillis() - window.startMillis() >= shortest.toMillis()
                || window.crossed().length > 0;
    }

    /** Whether windows of a kind are published whatever they hold. */
    boolean includeAll(WindowSpec spec) {
        return spec.size().compareTo(shortest) >= 0;
    }
}
