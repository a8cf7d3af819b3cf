package io.hostpulse.agent.oshi;

import io.hostpulse.agent.read.Figures;
import io.hostpulse.agent.read.InterfaceSource;
import io.hostpulse.agent.read.NameFilter;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import oshi.hardware.NetworkIF;

/**
 * Interfaces as OSHI has them on every system: without what was dropped instead of sent. Listing
 * them is dear, so that the list is kept for a minute and only its counters are refreshed.
 */
public final class OshiInterfaces implements InterfaceSource {

    private static final long LIST_AGE_NANOS = Duration.ofMinutes(1).toNanos();

    private final Supplier<NameFilter> filter;
    private final Supplier<List<NetworkIF>> interfaces;
    private final LongSupplier nanoTime;
    private List<NetworkIF> list = List.of();
    private long listedNanos;

    /**
     * @param filter asked at every reading
     * @param nanoTime the monotonic clock
     */
    public OshiInterfaces(
            Supplier<List<NetworkIF>> interfaces,
            Supplier<NameFilter> filter,
            LongSupplier nanoTime) {
        this.filter = filter;
        this.interfaces = interfaces;
        this.nanoTime = nanoTime;
    }

    @Override
    public List<InterfaceFigures> read() {
        long now = nanoTime.getAsLong();
        if (list.isEmpty() || now - listedNanos > LIST_AGE_NANOS) {
            list = interfaces.get();
            listedNanos = now;
        } else {
            list = list.stream().filter(NetworkIF::updateAttributes).toList();
        }
        NameFilter selected = filter.get();
        return list.stream()
                .filter(card -> selected.selects(card.getName(), true))
                .map(OshiInterfaces::figures)
                .toList();
    }

    private static InterfaceFigures figures(NetworkIF card) {
        Figures<InterfaceCounter> counters =
                new Figures<>(InterfaceCounter.class)
                        .put(InterfaceCounter.IN_BYTES, card.getBytesRecv())
                        .put(InterfaceCounter.IN_PACKETS, card.getPacketsRecv())
                        .put(InterfaceCounter.IN_ERRORS, card.getInErrors())
                        .put(InterfaceCounter.IN_DROPPED, card.getInDrops())
                        .put(InterfaceCounter.OUT_BYTES, card.getBytesSent())
                        .put(InterfaceCounter.OUT_PACKETS, card.getPacketsSent())
                        .put(InterfaceCounter.OUT_ERRORS, card.getOutErrors());
        long speed = card.getSpeed();
        return new InterfaceFigures(
                card.getName(),
                counters,
                speed > 0 ? OptionalLong.of(speed) : OptionalLong.empty());
    }
}
