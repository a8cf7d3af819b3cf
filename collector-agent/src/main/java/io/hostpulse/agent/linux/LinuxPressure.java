package io.hostpulse.agent.linux;

import io.hostpulse.agent.read.PressureSource;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Pressure from /proc/pressure, whose lines are {@code some avg10=0.19 avg60=0.55 avg300=1.34
 * total=15090719}. See <a href="https://docs.kernel.org/accounting/psi.html">PSI</a>.
 */
public final class LinuxPressure implements PressureSource {

    private final ProcText text = new ProcText();
    private final Path pressure;

    public LinuxPressure(Path proc) {
        this.pressure = proc.resolve("pressure");
    }

    @Override
    public Stalls read(String resource) throws IOException {
        Optional<Averages> some = Optional.empty();
        Optional<Averages> full = Optional.empty();
        text.load(pressure.resolve(resource).toFile());
        while (text.nextLine()) {
            String kind = text.word();
            Averages averages = new Averages(average("avg10"), average("avg60"));
            if (kind.equals("some")) {
                some = Optional.of(averages);
            } else if (kind.equals("full")) {
                full = Optional.of(averages);
            }
        }
        return new Stalls(some, full);
    }

    private double average(String name) throws IOException {
        String word = text.word();
        if (!word.startsWith(name + "=")) {
            throw new IOException(pressure + ": " + name + " was expected, not \"" + word + "\"");
        }
        return Double.parseDouble(word.substring(name.length() + 1));
    }
}
