package io.hostpulse.job.simulation;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.flink.util.OutputTag;

/** Where a function's side outputs go; those that nobody asks for go nowhere. */
final class SideOutputs {

    private final Map<OutputTag<?>, Consumer<?>> takers = new HashMap<>();

    <T> SideOutputs to(OutputTag<T> tag, Consumer<T> taker) {
        takers.put(tag, taker);
        return this;
    }

    @SuppressWarnings("unchecked")
    <T> void put(OutputTag<T> tag, T value) {
        Consumer<T> taker = (Consumer<T>) takers.get(tag);
        if (taker != null) {
            taker.accept(value);
        }
    }
}
