package io.hostpulse.stack.command;

import io.hostpulse.wire.DecimalNumber;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads numbers of options, such as {@code 50} or {@code 0.5}. */
public final class DecimalConverter implements ITypeConverter<Double> {

    @Override
    public Double convert(String value) {
        return DecimalNumber.parse(value)
                .orElseThrow(
                        () ->
                                new TypeConversionException(
                                        "'"
                                                + value
                                                + "' is no number; write one such as 50"
                                                + " or 0.5"));
    }
}
