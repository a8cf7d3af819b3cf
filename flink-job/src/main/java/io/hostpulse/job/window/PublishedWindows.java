package io.hostpulse.job.window;

import io.hostpulse.job.model.Window;
import java.io.Serializable;

/**
 * Which windows are published: tumbling ones, and those sliding ones of hosts that lie side by side
 * or cross the threshold of a rule.
 *
 * @param slidingOfDevices whether sliding windows of devices are published, too
 * @param overlapping whether sliding windows of hosts are that lie across two others
 */
public record PublishedWindows(boolean slidingOfDevices, boolean overlapping)
        implements Serializable {

    public boolean include(Window window) {
        if (!window.isSliding()) {
            return true;
        }
        return window.isOfHost()
                ? overlapping || !window.isOverlapped() || window.crossed().length > 0
                : slidingOfDevices;
    }

    /** Whether windows of a host that begin there are published whatever rules say. */
    boolean includeOfHost(WindowSpec spec, long startMillis) {
        return overlapping || startMillis % spec.size().toMillis() == 0;
    }

    boolean includeOfDevices(WindowSpec spec) {
        return slidingOfDevices || spec.isTumbling();
    }
}
