package io.hostpulse.job.state;

import java.io.Serializable;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.SinkWriter;

/** Writes what it gets, as text, where the test can see it. */
final class WritingSink<T> implements Sink<T> {

    private static final long serialVersionUID = 1L;

    private final String name;
    private final Text<T> text;

    /** What is written of an element. */
    interface Text<T> extends Serializable {
        String of(T element);
    }

    /**
     * @param name of what is written in {@link Exchange}
     */
    WritingSink(String name, Text<T> text) {
        this.name = name;
        this.text = text;
    }

    @Override
    @SuppressWarnings("deprecation") // the only method that all sinks must have
    public SinkWriter<T> createWriter(InitContext context) {
        return new SinkWriter<>() {
            @Override
            public void write(T element, Context position) {
                Exchange.written(name).add(text.of(element));
            }

            @Override
            public void flush(boolean endOfInput) {}

            @Override
            public void close() {}
        };
    }
}
