package io.hostpulse.agent.linux;

import io.hostpulse.agent.read.Figures;
import io.hostpulse.agent.read.InterfaceSource;
import io.hostpulse.agent.read.NameFilter;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Interfaces from /proc/net/dev. Those with a device behind them carry the host's traffic; bridges,
 * tunnels and the cables of containers would count the same bytes again. Where there is no such
 * interface, as inside a container, every one that is up counts, loopback never. A filter may ask
 * for any by name.
 */
public final class LinuxInterfaces implements InterfaceSource {

    private static final long INSPECTION_AGE_NANOS = Duration.ofSeconds(30).toNanos();
    private static final long BITS_PER_MEGABIT = 1_000_000;

    /** See if.h: IFF_UP and IFF_LOOPBACK. */
    private static final int UP = 0x1;

    private static final int LOOPBACK = 0x8;

    private final ProcText text = new ProcText();
    private final ProcText attribute = new ProcText();
    private final File counters;
    private final File sysNet;
    private final Supplier<NameFilter> filter;
    private final LongSupplier nanoTime;
    private final Map<String, Boolean> hasDevice = new HashMap<>();
    private final Map<String, OptionalLong> speeds = new HashMap<>();
    private long inspectedNanos;

    /**
     * @param filter asked at every reading
     * @param nanoTime the monotonic clock
     */
    public LinuxInterfaces(
            Path proc, Path sys, Supplier<NameFilter> filter, LongSupplier nanoTime) {
        this.filter = filter;
        this.nanoTime = nanoTime;
        this.counters = proc.resolve("net/dev").toFile();
        this.sysNet = sys.resolve("class/net").toFile();
    }

    @Override
    public List<InterfaceFigures> read() throws IOException {
        NameFilter selected = filter.get();
        List<InterfaceFigures> wanted = new ArrayList<>();
        List<InterfaceFigures> others = new ArrayList<>();
        Set<String> names = new HashSet<>();
        forgetOldInspections();
        text.load(counters);
        text.nextLine();
        text.nextLine();
        while (text.nextLine()) {
            String name = text.until(':');
            names.add(name);
            if (selected.replacesDefault() ? selected.selects(name, false) : isPhysical(name)) {
                wanted.add(readCounters(name));
            } else if (wanted.isEmpty() && !selected.replacesDefault()) {
                others.add(readCounters(name));
            }
        }
        hasDevice.keySet().retainAll(names);
        speeds.keySet().retainAll(names);
        if (wanted.isEmpty()) {
            wanted = others;
            wanted.removeIf(card -> !isUpAndNotLoopback(card.name()));
        }
        wanted.removeIf(card -> !selected.selects(card.name(), true));
        return wanted;
    }

    private boolean isPhysical(String name) {
        return hasDevice.computeIfAbsent(name, card -> new File(sysNet, card + "/device").exists());
    }

    private InterfaceFigures readCounters(String name) throws IOException {
        Figures<InterfaceCounter> figures = new Figures<>(InterfaceCounter.class);
        figures.put(InterfaceCounter.IN_BYTES, text.number());
        figures.put(InterfaceCounter.IN_PACKETS, text.number());
        figures.put(InterfaceCounter.IN_ERRORS, text.number());
        figures.put(InterfaceCounter.IN_DROPPED, text.number());
        figures.put(InterfaceCounter.OUT_BYTES, text.skip(4).number());
        figures.put(InterfaceCounter.OUT_PACKETS, text.number());
        figures.put(InterfaceCounter.OUT_ERRORS, text.number());
        figures.put(InterfaceCounter.OUT_DROPPED, text.number());
        return new InterfaceFigures(name, figures, speeds.computeIfAbsent(name, this::speed));
    }

    /**
     * Speeds change and names move to other interfaces seldom, and to ask for a speed where there
     * is none costs an exception.
     */
    private void forgetOldInspections() {
        long now = nanoTime.getAsLong();
        if (now - inspectedNanos > INSPECTION_AGE_NANOS) {
            speeds.clear();
            hasDevice.clear();
            inspectedNanos = now;
        }
    }

    /**
     * Interfaces that are down, and many virtual ones, have no speed; they answer with an error.
     */
    private OptionalLong speed(String name) {
        try {
            attribute.load(new File(sysNet, name + "/speed")).nextLine();
            long megabits = attribute.number();
            return megabits > 0
                    ? OptionalLong.of(megabits * BITS_PER_MEGABIT)
                    : OptionalLong.empty();
        } catch (IOException hasNone) {
            return OptionalLong.empty();
        }
    }

    private boolean isUpAndNotLoopback(String name) {
        try {
            attribute.load(new File(sysNet, name + "/flags")).nextLine();
            int flags = Integer.decode(attribute.word());
            return (flags & UP) != 0 && (flags & LOOPBACK) == 0;
        } catch (IOException | NumberFormatException unknown) {
            return !name.equals("lo");
        }
    }
}
