package io.hostpulse.job.rule;

import io.hostpulse.job.ingest.DeviceMetrics;
import io.hostpulse.job.model.Sample;
import io.hostpulse.wire.proto.Dimension;
import io.hostpulse.wire.rule.Threshold;
import java.util.ArrayList;
import java.util.List;

/**
 * Tells whether two samples are alike to rules that ask when conditions begin: they have values of
 * the same conditions of the same things, and the same rules are ruled out. All of that is mixed
 * into one number of 64 bits, since the names of all things would take much room.
 */
final class Alikeness {

    /** Of samples that are like no other. */
    static final long NONE = 0;

    /** 2^64 divided by the golden ratio, which spreads bits well in a product. */
    private static final long SPREAD = 0x9E3779B97F4A7C15L;

    private final long ofRules;
    private final List<List<PreparedRule.Place>> presence = new ArrayList<>();
    private final List<List<PreparedRule.Place>> ruledOut = new ArrayList<>();

    /**
     * @param rules those that ask for beginnings, and look at samples alone
     */
    Alikeness(List<PreparedRule> rules) {
        for (int dimension = 0; dimension < RuleTable.DIMENSIONS; dimension++) {
            presence.add(new ArrayList<>());
            ruledOut.add(new ArrayList<>());
        }
        long mixed = 1;
        for (PreparedRule rule : rules) {
            mixed = mix(mixed, rule.rule().id());
            for (int condition = 0; condition < rule.places().size(); condition++) {
                PreparedRule.Place place = rule.places().get(condition);
                presence.get(place.dimension()).add(place);
                if (rule.ruledOutBy() == 1L << condition) {
                    ruledOut.get(place.dimension()).add(place);
                }
            }
        }
        ofRules = mixed;
    }

    /** Never {@link #NONE}. */
    long of(Sample sample) {
        long mixed = mix(ofRules, sample, Dimension.HOST_VALUE, 0);
        int begin = 0;
        for (int device = 0; device < sample.deviceNames().length; device++) {
            int dimension = sample.deviceDimensions()[device];
            if (!presence.get(dimension).isEmpty()) {
                mixed = mix(mixed, sample.deviceNames()[device]);
                mixed = mix(mixed, sample, dimension, begin);
            }
            begin += DeviceMetrics.count(dimension);
        }
        return mixed == NONE ? 1 : mixed;
    }

    private long mix(long mixed, Sample sample, int dimension, int begin) {
        long bits = dimension;
        for (PreparedRule.Place place : presence.get(dimension)) {
            bits = spread(bits + (Double.isNaN(place.read(sample, begin)) ? 1 : 2));
        }
        for (PreparedRule.Place place : ruledOut.get(dimension)) {
            double value = place.read(sample, begin);
            Threshold threshold = (Threshold) place.condition();
            bits = spread(bits + (threshold.isBreachedBy(value) ? 1 : 2));
            bits = spread(bits + (threshold.isClearedBy(value) ? 1 : 2));
        }
        return spread(mixed ^ bits);
    }

    private static long mix(long mixed, String text) {
        long of = text.length();
        for (int i = 0; i < text.length(); i++) {
            of = spread(of ^ text.charAt(i));
        }
        return spread(mixed ^ of);
    }

    private static long spread(long bits) {
        long product = bits * SPREAD;
        return product ^ product >>> Integer.SIZE;
    }
}
