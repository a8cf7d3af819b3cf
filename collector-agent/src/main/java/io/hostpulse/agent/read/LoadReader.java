package io.hostpulse.agent.read;

import io.hostpulse.wire.proto.HostSample;
import java.io.IOException;

/** Load averages, and the same per core. */
public final class LoadReader implements GroupReader {

    private final ProcessorSource processor;

    public LoadReader(ProcessorSource processor) {
        this.processor = processor;
    }

    @Override
    public String subject() {
        return "load";
    }

    @Override
    public void read(Reading reading, HostSample.Builder sample) throws IOException {
        double[] averages = processor.loadAverages();
        if (averages.length < 3 || averages[0] < 0 || averages[1] < 0 || averages[2] < 0) {
            throw new IOException("the operating system gives no load averages");
        }
        int cores = processor.cores().size();
        sample.getLoadBuilder()
                .setLoad1(averages[0])
                .setLoad5(averages[1])
                .setLoad15(averages[2])
                .setLoadNorm1(averages[0] / cores)
                .setLoadNorm5(averages[1] / cores)
                .setLoadNorm15(averages[2] / cores)
                .setCores(cores);
    }
}
