package io.hostpulse.simulator.truth;

import com.google.protobuf.ByteString;
import io.hostpulse.wire.RefusalCategory;

/**
 * A record that must be refused.
 *
 * @param key of the record
 * @param value of the record
 */
public record Refusal(RefusalCategory category, String key, ByteString value) {}
