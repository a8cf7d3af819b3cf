package io.hostpulse.agent.linux;

import io.hostpulse.agent.read.Figures;
import io.hostpulse.agent.read.MemorySource;
import io.hostpulse.agent.read.ReadFailures;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/** Memory from /proc/meminfo, paging from /proc/vmstat. */
public final class LinuxMemory implements MemorySource {

    private static final long BYTES_PER_KIBIBYTE = 1024;

    private static final Map<String, MemoryFigure> MEMINFO =
            Map.of(
                    "MemTotal", MemoryFigure.TOTAL,
                    "MemFree", MemoryFigure.FREE,
                    "MemAvailable", MemoryFigure.AVAILABLE,
                    "Cached", MemoryFigure.CACHED,
                    "Buffers", MemoryFigure.BUFFERS,
                    "SwapTotal", MemoryFigure.SWAP_TOTAL,
                    "SwapFree", MemoryFigure.SWAP_FREE);

    private final ProcText text = new ProcText();
    private final File meminfo;
    private final File vmstat;
    private final ReadFailures failures;

    public LinuxMemory(Path proc, ReadFailures failures) {
        this.meminfo = proc.resolve("meminfo").toFile();
        this.vmstat = proc.resolve("vmstat").toFile();
        this.failures = failures;
    }

    @Override
    public Figures<MemoryFigure> read() throws IOException {
        Figures<MemoryFigure> figures = new Figures<>(MemoryFigure.class);
        text.load(meminfo);
        int missing = MEMINFO.size();
        while (missing > 0 && text.nextLine()) {
            MemoryFigure figure = MEMINFO.get(text.until(':'));
            if (figure != null) {
                figures.put(figure, text.number() * BYTES_PER_KIBIBYTE);
                missing--;
            }
        }
        failures.attempt("paging", () -> readPaging(figures));
        return figures;
    }

    /** It may grow and shrink while the host runs. */
    public long totalBytes() throws IOException {
        text.load(meminfo);
        while (text.nextLine()) {
            if (text.at("MemTotal:")) {
                return text.skip(1).number() * BYTES_PER_KIBIBYTE;
            }
        }
        throw new IOException(meminfo + " has no MemTotal");
    }

    private Figures<MemoryFigure> readPaging(Figures<MemoryFigure> figures) throws IOException {
        text.load(vmstat);
        while (text.nextLine()) {
            if (text.at("pswpin ")) {
                figures.put(MemoryFigure.SWAP_IN_PAGES, text.skip(1).number());
            } else if (text.at("pswpout ")) {
                figures.put(MemoryFigure.SWAP_OUT_PAGES, text.skip(1).number());
            } else if (text.at("pgfault ")) {
                figures.put(MemoryFigure.PAGE_FAULTS, text.skip(1).number());
            } else if (text.at("pgmajfault ")) {
                figures.put(MemoryFigure.MAJOR_PAGE_FAULTS, text.skip(1).number());
            } else if (text.at("oom_kill ")) {
                figures.put(MemoryFigure.OOM_KILLS, text.skip(1).number());
            }
        }
        return figures;
    }
}
