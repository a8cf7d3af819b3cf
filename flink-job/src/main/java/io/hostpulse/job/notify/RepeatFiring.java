package io.hostpulse.job.notify;

import io.hostpulse.job.model.AlertNotice;
import java.time.Duration;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;

/**
 * Repeats what fires, since Alertmanager takes an alert that it hears no more of for resolved.
 *
 * <p>State per alert: its notice, from firing to resolution.
 */
public final class RepeatFiring extends KeyedProcessFunction<String, AlertNotice, AlertNotice> {

    private static final long serialVersionUID = 1L;

    private final long everyMillis;
    private transient ValueState<AlertNotice> firing;

    public RepeatFiring(Duration every) {
        everyMillis = every.toMillis();
    }

    @Override
    public void open(OpenContext context) {
        firing =
                getRuntimeContext()
                        .getState(
                                new ValueStateDescriptor<>(
                                        "firing", Types.POJO(AlertNotice.class)));
    }

    @Override
    public void processElement(AlertNotice notice, Context context, Collector<AlertNotice> out)
            throws Exception {
        out.collect(notice);
        if (!notice.isFiring()) {
            firing.clear();
        } else {
            if (firing.value() == null) {
                schedule(context);
            }
            firing.update(notice);
        }
    }

    @Override
    public void onTimer(long timerMillis, OnTimerContext context, Collector<AlertNotice> out)
            throws Exception {
        if (firing.value() != null) {
            out.collect(firing.value());
            schedule(context);
        }
    }

    private void schedule(Context context) {
        context.timerService()
                .registerProcessingTimeTimer(
                        context.timerService().currentProcessingTime() + everyMillis);
    }
}
