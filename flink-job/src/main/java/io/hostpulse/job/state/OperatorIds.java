package io.hostpulse.job.state;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.apache.flink.runtime.jobgraph.OperatorID;
import org.apache.flink.shaded.guava31.com.google.common.hash.Hashing;

/** By what a savepoint knows operators. */
public final class OperatorIds {

    private OperatorIds() {}

    /** The hash that Flink makes of an operator's uid. */
    public static OperatorID ofUid(String uid) {
        return new OperatorID(
                Hashing.murmur3_128(0).newHasher().putString(uid, UTF_8).hash().asBytes());
    }
}
