package io.hostpulse.benchmarks.index;

import io.hostpulse.job.document.SampleDocuments;
import io.hostpulse.job.document.SampleSelection;
import io.hostpulse.job.ingest.MeasuredSample;
import io.hostpulse.job.model.IndexedDocument;
import io.hostpulse.simulator.Fleet;
import io.hostpulse.simulator.FleetPlan;
import io.hostpulse.simulator.FleetRecord;
import io.hostpulse.simulator.FleetRecord.SampleRecord;
import io.hostpulse.simulator.ScenarioMix;
import io.hostpulse.simulator.scenario.ScenarioName;
import java.util.ArrayList;
import java.util.List;

/**
 * The documents of a fleet's samples, as many of them as are indexed by default.
 *
 * @param samples of how many samples they are
 */
public record DocumentPool(List<IndexedDocument> documents, int samples) {

    /** Where Flink's jobs find them, which run in this process. */
    static volatile List<IndexedDocument> current = List.of();

    public static DocumentPool of(FleetPlan plan) {
        SampleDocuments writer = new SampleDocuments(SampleSelection.ofDefaults());
        List<IndexedDocument> documents = new ArrayList<>();
        int samples = 0;
        for (FleetRecord each :
                new Fleet(plan, ScenarioMix.of(List.of(ScenarioName.CPU_SPIKE), plan))) {
            if (each instanceof SampleRecord made) {
                documents.addAll(
                        writer.of(
                                MeasuredSample.of(made.sample(), made.timestampMillis()),
                                made.arrivalMillis()));
                samples++;
            }
        }
        return new DocumentPool(documents, samples);
    }

    public double bytesOfASample() {
        return documents.stream().mapToLong(document -> document.json().length).sum()
                / (double) samples;
    }

    public double documentsOfASample() {
        return documents.size() / (double) samples;
    }
}
