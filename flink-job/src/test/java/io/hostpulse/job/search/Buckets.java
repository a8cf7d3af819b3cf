package io.hostpulse.job.search;

import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.assertj.core.data.Offset;

/** What there is in the buckets of aggregations. */
final class Buckets {

    /** Of numbers up to two in half precision, which percentages and CPU times are kept in. */
    static final Offset<Double> PRECISION = within(1e-3);

    private Buckets() {}

    /** The number that an aggregation has found, NaN if none. */
    static double value(JsonNode bucket, String aggregation) {
        return bucket.path(aggregation).path("value").asDouble(Double.NaN);
    }

    /** The keys of the buckets that an aggregation has made. */
    static List<String> keys(JsonNode bucket, String aggregation) {
        return bucket.path(aggregation)
                .path("buckets")
                .valueStream()
                .map(each -> each.path("key").asText())
                .toList();
    }
}
