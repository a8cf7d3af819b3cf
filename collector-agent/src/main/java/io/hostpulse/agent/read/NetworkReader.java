package io.hostpulse.agent.read;

import static io.hostpulse.agent.read.InterfaceSource.InterfaceCounter.IN_BYTES;
import static io.hostpulse.agent.read.InterfaceSource.InterfaceCounter.IN_DROPPED;
import static io.hostpulse.agent.read.InterfaceSource.InterfaceCounter.IN_ERRORS;
import static io.hostpulse.agent.read.InterfaceSource.InterfaceCounter.IN_PACKETS;
import static io.hostpulse.agent.read.InterfaceSource.InterfaceCounter.OUT_BYTES;
import static io.hostpulse.agent.read.InterfaceSource.InterfaceCounter.OUT_DROPPED;
import static io.hostpulse.agent.read.InterfaceSource.InterfaceCounter.OUT_ERRORS;
import static io.hostpulse.agent.read.InterfaceSource.InterfaceCounter.OUT_PACKETS;

import io.hostpulse.agent.read.InterfaceSource.InterfaceCounter;
import io.hostpulse.agent.read.InterfaceSource.InterfaceFigures;
import io.hostpulse.wire.proto.HostSample;
import io.hostpulse.wire.proto.NetworkInterface;
import io.hostpulse.wire.proto.NetworkSummary;
import java.io.IOException;
import java.util.List;

/** Every network interface, and all of them together. */
public final class NetworkReader implements GroupReader {

    private final InterfaceSource source;
    private final KeyedCounters<String, InterfaceCounter> counters =
            new KeyedCounters<>(() -> new Counters<>(InterfaceCounter.class));

    public NetworkReader(InterfaceSource source) {
        this.source = source;
    }

    @Override
    public String subject() {
        return "network";
    }

    @Override
    public void read(Reading reading, HostSample.Builder sample) throws IOException {
        List<InterfaceFigures> interfaces =
                source.read().stream().filter(card -> !card.name().isEmpty()).toList();
        CounterSum<InterfaceCounter> sum = new CounterSum<>(InterfaceCounter.class);
        for (InterfaceFigures figures : interfaces) {
            CounterChange<InterfaceCounter> change =
                    counters.advance(figures.name(), reading, figures.counters().values());
            sum.add(change);
            NetworkInterface.Builder card = sample.addInterfacesBuilder().setName(figures.name());
            setCounters(figures.counters(), card);
            setRates(change, card);
            figures.speedBitsPerSecond().ifPresent(card::setSpeedBitsPerSec);
        }
        counters.retain(interfaces.stream().map(InterfaceFigures::name).toList());
        setSummary(sum.total(reading), sample);
    }

    private static void setCounters(
            Figures<InterfaceCounter> values, NetworkInterface.Builder card) {
        values.get(IN_BYTES).ifPresent(card::setInBytes);
        values.get(IN_PACKETS).ifPresent(card::setInPackets);
        values.get(IN_ERRORS).ifPresent(card::setInErrors);
        values.get(IN_DROPPED).ifPresent(card::setInDropped);
        values.get(OUT_BYTES).ifPresent(card::setOutBytes);
        values.get(OUT_PACKETS).ifPresent(card::setOutPackets);
        values.get(OUT_ERRORS).ifPresent(card::setOutErrors);
        values.get(OUT_DROPPED).ifPresent(card::setOutDropped);
    }

    private static void setRates(
            CounterChange<InterfaceCounter> change, NetworkInterface.Builder card) {
        change.perSecond(IN_BYTES).ifPresent(card::setInBytesPerSec);
        change.perSecond(IN_PACKETS).ifPresent(card::setInPacketsPerSec);
        change.perSecond(IN_ERRORS).ifPresent(card::setInErrorsPerSec);
        change.perSecond(IN_DROPPED).ifPresent(card::setInDroppedPerSec);
        change.perSecond(OUT_BYTES).ifPresent(card::setOutBytesPerSec);
        change.perSecond(OUT_PACKETS).ifPresent(card::setOutPacketsPerSec);
        change.perSecond(OUT_ERRORS).ifPresent(card::setOutErrorsPerSec);
        change.perSecond(OUT_DROPPED).ifPresent(card::setOutDroppedPerSec);
    }

    private static void setSummary(
            CounterChange<InterfaceCounter> change, HostSample.Builder sample) {
        if (!change.isKnown()) {
            return;
        }
        NetworkSummary.Builder summary = sample.getNetworkSummaryBuilder();
        change.amount(IN_BYTES).ifPresent(summary::setInBytes);
        change.amount(IN_PACKETS).ifPresent(summary::setInPackets);
        change.perSecond(IN_BYTES).ifPresent(summary::setInBytesPerSec);
        change.perSecond(IN_PACKETS).ifPresent(summary::setInPacketsPerSec);
        change.perSecond(IN_ERRORS).ifPresent(summary::setInErrorsPerSec);
        change.perSecond(IN_DROPPED).ifPresent(summary::setInDroppedPerSec);
        change.amount(OUT_BYTES).ifPresent(summary::setOutBytes);
        change.amount(OUT_PACKETS).ifPresent(summary::setOutPackets);
        change.perSecond(OUT_BYTES).ifPresent(summary::setOutBytesPerSec);
        change.perSecond(OUT_PACKETS).ifPresent(summary::setOutPacketsPerSec);
        change.perSecond(OUT_ERRORS).ifPresent(summary::setOutErrorsPerSec);
        change.perSecond(OUT_DROPPED).ifPresent(summary::setOutDroppedPerSec);
        if (change.amount(IN_BYTES).isPresent() && change.amount(OUT_BYTES).isPresent()) {
            summary.setBytesPerSec(
                    change.perSecond(IN_BYTES).getAsDouble()
                            + change.perSecond(OUT_BYTES).getAsDouble());
        }
    }
}
