package io.hostpulse.job.window;

import io.hostpulse.job.model.Block;

/**
 * Packs totals into blocks and takes them out again. Packed totals of the host or a device are its
 * number of metrics and of samples, the time of its newest sample after the block's start, and for
 * each metric: whether there are values, in the usual case as many as samples and the last from the
 * newest, or otherwise; sum, minimum, maximum and last value; the bins from the second on as their
 * distance from the one before and their count, in one byte mostly. A metric that never changes has
 * no bins: its value says it all.
 */
final class BlockTotals {

    private static final int NO_VALUES = 0;
    private static final int USUAL = 1;
    private static final int UNUSUAL = 2;

    /** In place of a length: the same as the minimum. */
    private static final int AS_MINIMUM = 14;

    /** The first that half a byte cannot hold. */
    private static final int ESCAPE = 15;

    private final PackedOutput output = new PackedOutput();

    Block pack(HostTotals totals, long startMillis) {
        int things = totals.all().size();
        byte[] dimensions = new byte[things];
        String[] devices = new String[things];
        output.clear();
        for (int i = 0; i < things; i++) {
            Totals each = totals.all().get(i);
            dimensions[i] = (byte) each.dimension();
            devices[i] = each.device();
            pack(each, startMillis);
        }
        return new Block(dimensions, devices, output.toBytes());
    }

    /** Adds what a block holds to {@code totals}, which have to be binned. */
    void addTo(HostTotals totals, Block block, long startMillis) {
        PackedInput input = new PackedInput(block.packed());
        for (int i = 0; i < block.devices().length; i++) {
            Totals target = totals.of(block.dimensions()[i], block.devices()[i]);
            unpack(target, input, startMillis);
        }
    }

    private void pack(Totals totals, long startMillis) {
        int metrics = totals.counts.length;
        output.writeVarint(metrics);
        output.writeVarint(totals.samples());
        output.writeSigned(totals.newestMillis() - startMillis);
        for (int m = 0; m < metrics; m++) {
            if (totals.counts[m] == 0) {
                output.writeByte(NO_VALUES);
            } else if (totals.counts[m] == totals.samples()
                    && totals.lastMillis[m] == totals.newestMillis()) {
                output.writeByte(USUAL);
                packValues(totals, m);
            } else {
                output.writeByte(UNUSUAL);
                output.writeVarint(totals.counts[m]);
                output.writeVarint(totals.newestMillis() - totals.lastMillis[m]);
                packValues(totals, m);
            }
        }
    }

    private void packValues(Totals totals, int m) {
        double minimum = totals.minima[m];
        int maximumLength = lengthOf(totals.maxima[m], minimum);
        int lastLength = lengthOf(totals.lasts[m], minimum);
        output.writeByte(
                PackedOutput.lengthOf(totals.sums[m]) << 4 | PackedOutput.lengthOf(minimum));
        output.writeByte(maximumLength << 4 | lastLength);
        output.append(totals.sums[m]);
        output.append(minimum);
        if (maximumLength != AS_MINIMUM) {
            output.append(totals.maxima[m]);
        }
        if (lastLength != AS_MINIMUM) {
            output.append(totals.lasts[m]);
        }
        if (minimum != totals.maxima[m]) {
            packBins(totals.distribution(m));
        }
    }

    private static int lengthOf(double value, double minimum) {
        return value == minimum ? AS_MINIMUM : PackedOutput.lengthOf(value);
    }

    private void packBins(BinCounts bins) {
        output.writeVarint(bins.size());
        output.writeSigned(bins.bin(0));
        output.writeVarint(bins.count(0));
        for (int i = 1; i < bins.size(); i++) {
            int distance = bins.bin(i) - bins.bin(i - 1);
            int count = bins.count(i);
            output.writeByte(Math.min(distance, ESCAPE) << 4 | Math.min(count, ESCAPE));
            if (distance >= ESCAPE) {
                output.writeVarint(distance);
            }
            if (count >= ESCAPE) {
                output.writeVarint(count);
            }
        }
    }

    private static void unpack(Totals target, PackedInput input, long startMillis) {
        int metrics = (int) input.readVarint();
        int samples = (int) input.readVarint();
        long newestMillis = startMillis + input.readSigned();
        target.addSamples(samples, newestMillis);
        for (int m = 0; m < metrics; m++) {
            int kind = input.readByte();
            if (kind == USUAL) {
                unpackValues(target, m, samples, newestMillis, input);
            } else if (kind == UNUSUAL) {
                int count = (int) input.readVarint();
                unpackValues(target, m, count, newestMillis - input.readVarint(), input);
            }
        }
    }

    private static void unpackValues(
            Totals target, int m, int count, long lastMillis, PackedInput input) {
        int sumAndMinimum = input.readByte();
        int maximumAndLast = input.readByte();
        double sum = input.readDouble(sumAndMinimum >> 4);
        double minimum = input.readDouble(sumAndMinimum & 0xF);
        double maximum = readDouble(input, maximumAndLast >> 4, minimum);
        double last = readDouble(input, maximumAndLast & 0xF, minimum);
        BinCounts bins = minimum == maximum ? single(minimum, count) : unpackBins(input);
        target.include(m, count, sum, minimum, maximum, last, lastMillis);
        target.includeDistribution(m, bins);
    }

    private static double readDouble(PackedInput input, int length, double minimum) {
        return length == AS_MINIMUM ? minimum : input.readDouble(length);
    }

    private static BinCounts single(double value, int count) {
        BinCounts bins = new BinCounts();
        bins.append(ValueBins.binOf(value), count);
        return bins;
    }

    private static BinCounts unpackBins(PackedInput input) {
        BinCounts bins = new BinCounts();
        int size = (int) input.readVarint();
        int bin = (int) input.readSigned();
        bins.append(bin, (int) input.readVarint());
        for (int i = 1; i < size; i++) {
            int pair = input.readByte();
            int distance = pair >> 4;
            int count = pair & 0xF;
            bin += distance == ESCAPE ? (int) input.readVarint() : distance;
            bins.append(bin, count == ESCAPE ? (int) input.readVarint() : count);
        }
        return bins;
    }
}
