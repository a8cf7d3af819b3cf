package io.hostpulse.job.ingest;

import org.junit.jupiter.api.Test;

/** What {@link PlainSampleReaderTest} does with fewer. */
class PlainSamplesIT {

    private static final int MUTATED_SAMPLES = 1_000_000;

    @Test
    void aMillionMutatedSamplesAreReadAsOverMessages() {
        ComparedReaders readers = new ComparedReaders(HonestSamples.NOW.toEpochMilli());

        readers.compareMutated(HonestSamples.some(), MUTATED_SAMPLES, 4_102_444_800L);

        readers.assertHaveSeenMuch();
    }
}
