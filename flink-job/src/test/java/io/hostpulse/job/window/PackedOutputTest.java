package io.hostpulse.job.window;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PackedOutputTest {

    private final PackedOutput output = new PackedOutput();

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 127, 128, 16_384, Integer.MAX_VALUE, Long.MAX_VALUE})
    void readsWholeNumbersAsTheyWereWritten(long number) {
        output.writeVarint(number);
        output.writeSigned(number);
        output.writeSigned(-number);
        PackedInput input = new PackedInput(output.toBytes());

        assertThat(input.readVarint()).isEqualTo(number);
        assertThat(input.readSigned()).isEqualTo(number);
        assertThat(input.readSigned()).isEqualTo(-number);
        assertThat(input.hasMore()).isFalse();
    }

    @Test
    void readsRowsAsTheyWereWritten() {
        double[] row = {0, Double.NaN, 0.1, -5, 1L << 40, Math.PI, Double.MIN_VALUE};
        output.writeRow(row, row.length);
        PackedInput input = new PackedInput(output.toBytes());
        double[] read = new double[row.length];

        input.readRow(read);

        assertThat(read).isEqualTo(row);
        assertThat(input.hasMore()).isFalse();
    }

    @Test
    void aRowFromBeforeAMetricWasAddedHasNoValueForIt() {
        output.writeRow(new double[] {1, 2}, 2);
        double[] read = new double[4];

        new PackedInput(output.toBytes()).readRow(read);

        assertThat(read).containsExactly(1, 2, Double.NaN, Double.NaN);
    }

    @Test
    void whatIsSimpleTakesLittleRoom() {
        output.writeRow(new double[100], 100);

        assertThat(output.size()).isEqualTo(51);
    }
}
