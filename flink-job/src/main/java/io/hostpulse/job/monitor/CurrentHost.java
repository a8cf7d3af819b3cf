package io.hostpulse.job.monitor;

import io.hostpulse.job.model.Backlog;
import io.hostpulse.job.model.CounterReadings;
import io.hostpulse.job.model.EvaluatedHost;
import io.hostpulse.job.model.HeardHost;
import io.hostpulse.job.model.HostClock;
import io.hostpulse.job.model.HostSenders;
import io.hostpulse.job.model.HostState;
import io.hostpulse.job.model.KnownHost;
import io.hostpulse.job.model.LatestRun;
import java.io.IOException;
import org.apache.flink.api.common.functions.RuntimeContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;

/**
 * What is known of the host that is the current key, as values that each have one owner. They are
 * one state: {@link #load} reads it before anything is done with the host, {@link #save} writes it
 * afterwards if anything has changed.
 */
public final class CurrentHost {

    private final ValueState<KnownHost> state;
    private final Value<LatestRun> latestRun = new Value<>();
    private final Value<Long> cleanupMillis = new Value<>();
    private final Value<HostSenders> senders = new Value<>();
    private final Value<HostClock> clock = new Value<>();
    private final Value<Backlog[]> backlogs = new Value<>();
    private final Value<CounterReadings> counters = new Value<>();
    private final Value<HostState> said = new Value<>();
    private final Value<HeardHost> heard = new Value<>();
    private final Value<EvaluatedHost> evaluated = new Value<>();
    private boolean changed;

    private final class Value<T> implements ValueState<T> {

        private T value;

        @Override
        public T value() {
            return value;
        }

        @Override
        public void update(T now) {
            value = now;
            changed = true;
        }

        @Override
        public void clear() {
            if (value != null) {
                update(null);
            }
        }
    }

    public CurrentHost(RuntimeContext runtime) {
        state = runtime.getState(new ValueStateDescriptor<>("host", Types.POJO(KnownHost.class)));
    }

    public void load() throws IOException {
        KnownHost known = state.value();
        latestRun.value = known == null ? null : known.latestRun();
        cleanupMillis.value = known == null ? null : known.cleanupMillis();
        senders.value = known == null ? null : known.senders();
        clock.value = known == null ? null : known.clock();
        backlogs.value = known == null ? null : known.backlogs();
        counters.value = known == null ? null : known.counters();
        said.value = known == null ? null : known.said();
        heard.value = known == null ? null : known.heard();
        evaluated.value = known == null ? null : known.evaluated();
        changed = false;
    }

    public void save() throws IOException {
        if (!changed) {
            return;
        }
        KnownHost known =
                new KnownHost(
                        latestRun.value,
                        cleanupMillis.value,
                        senders.value,
                        clock.value,
                        backlogs.value,
                        counters.value,
                        said.value,
                        heard.value,
                        evaluated.value);
        if (known.isEmpty()) {
            state.clear();
        } else {
            state.update(known);
        }
        changed = false;
    }

    public ValueState<LatestRun> latestRun() {
        return latestRun;
    }

    public ValueState<Long> cleanupMillis() {
        return cleanupMillis;
    }

    public ValueState<HostSenders> senders() {
        return senders;
    }

    public ValueState<HostClock> clock() {
        return clock;
    }

    public ValueState<Backlog[]> backlogs() {
        return backlogs;
    }

    public ValueState<CounterReadings> counters() {
        return counters;
    }

    public ValueState<HostState> said() {
        return said;
    }

    public ValueState<HeardHost> heard() {
        return heard;
    }

    public ValueState<EvaluatedHost> evaluated() {
        return evaluated;
    }
}
