package io.hostpulse.simulator.scenario;

import com.google.protobuf.ByteString;
import io.hostpulse.wire.RefusalCategory;

/**
 * The value of a record that must be refused.
 *
 * @param category why it must be refused
 */
public record MalformedValue(ByteString value, RefusalCategory category) {}
