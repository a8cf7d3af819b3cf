package io.hostpulse.agent.oshi;

import io.hostpulse.agent.read.FilesystemFilter;
import io.hostpulse.agent.read.FilesystemSource;
import java.util.List;
import java.util.function.Supplier;
import oshi.software.os.OSFileStore;

/** Filesystems as OSHI has them on every system. */
public final class OshiFilesystems implements FilesystemSource {

    private final Supplier<FilesystemFilter> filter;
    private final Supplier<List<OSFileStore>> stores;

    /**
     * @param filter asked at every reading
     */
    public OshiFilesystems(Supplier<List<OSFileStore>> stores, Supplier<FilesystemFilter> filter) {
        this.filter = filter;
        this.stores = stores;
    }

    @Override
    public List<FilesystemFigures> read() {
        FilesystemFilter selected = filter.get();
        return stores.get().stream()
                .filter(store -> store.getTotalSpace() > 0)
                .filter(store -> selected.selects(store.getMount(), store.getType(), true))
                .map(OshiFilesystems::figures)
                .toList();
    }

    private static FilesystemFigures figures(OSFileStore store) {
        return new FilesystemFigures(
                store.getMount(),
                store.getVolume(),
                store.getType(),
                store.getTotalSpace(),
                store.getFreeSpace(),
                store.getUsableSpace(),
                Math.max(0, store.getTotalInodes()),
                Math.max(0, store.getFreeInodes()));
    }
}
