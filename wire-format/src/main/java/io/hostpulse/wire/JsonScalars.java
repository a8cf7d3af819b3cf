package io.hostpulse.wire;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonParser.NumberType;
import com.fasterxml.jackson.core.JsonToken;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.regex.Pattern;

/**
 * Reads the texts, numbers and truth values at which a parser stands, by their characters: {@code
 * 5} and {@code "5"} are the same, as a number and as a text.
 */
final class JsonScalars {

    /** As RFC 8259 has it. */
    private static final Pattern NUMBER =
            Pattern.compile("-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][+-]?[0-9]+)?");

    /** Nobody writes longer numbers, and the time to read one grows with its square. */
    private static final int MAX_NUMBER_LENGTH = 100;

    /** Of 2<sup>64</sup> - 1. */
    private static final int MAX_DIGITS = 20;

    private static final BigInteger MAX_UINT32 = BigInteger.valueOf(0xffff_ffffL);
    private static final BigInteger MAX_UINT64 = new BigInteger("ffffffffffffffff", 16);
    private static final BigInteger MAX_ENUM = BigInteger.valueOf(Integer.MAX_VALUE);
    private static final BigInteger MIN_INT64 = BigInteger.valueOf(Long.MIN_VALUE);
    private static final BigInteger MAX_INT64 = BigInteger.valueOf(Long.MAX_VALUE);

    private final JsonParser parser;

    JsonScalars(JsonParser parser) {
        this.parser = parser;
    }

    /** What {@code field} is to be set to, null if it cannot hold the value. */
    Object read(FieldDescriptor field) throws IOException {
        return switch (field.getType()) {
            case UINT32 -> {
                BigInteger value = readWhole(BigInteger.ZERO, MAX_UINT32);
                yield value == null ? null : value.intValue();
            }
            case UINT64 -> {
                BigInteger value = readWhole(BigInteger.ZERO, MAX_UINT64);
                yield value == null ? null : value.longValue();
            }
            case INT64 -> {
                BigInteger value = readWhole(MIN_INT64, MAX_INT64);
                yield value == null ? null : value.longValue();
            }
            case DOUBLE -> readDouble();
            case BOOL -> readBoolean();
            case STRING -> readText();
            case ENUM -> readEnum(field);
            default -> throw new IllegalStateException("no reader of " + field.getType());
        };
    }

    private BigInteger readWhole(BigInteger lowest, BigInteger highest) throws IOException {
        BigInteger value = parser.getTextLength() > MAX_NUMBER_LENGTH ? null : readWhole();
        boolean fits =
                value != null && value.compareTo(lowest) >= 0 && value.compareTo(highest) <= 0;
        return fits ? value : null;
    }

    private BigInteger readWhole() throws IOException {
        if (parser.currentToken() == JsonToken.VALUE_NUMBER_INT
                && parser.getNumberType() != NumberType.BIG_INTEGER) {
            return BigInteger.valueOf(parser.getLongValue());
        }
        String text = parser.getText();
        if (!NUMBER.matcher(text).matches()) {
            return null;
        }
        try {
            BigDecimal value = new BigDecimal(text).stripTrailingZeros();
            boolean isShortWhole =
                    value.scale() <= 0 && (long) value.precision() - value.scale() <= MAX_DIGITS;
            return isShortWhole ? value.toBigIntegerExact() : null;
        } catch (NumberFormatException exponentTooLarge) {
            return null;
        }
    }

    private Double readDouble() throws IOException {
        if (parser.getTextLength() > MAX_NUMBER_LENGTH) {
            return null;
        }
        double value = Double.NaN;
        if (parser.currentToken().isNumeric()) {
            value = parser.getDoubleValue();
        } else if (NUMBER.matcher(parser.getText()).matches()) {
            value = Double.parseDouble(parser.getText());
        }
        return Double.isFinite(value) ? value : null;
    }

    private Boolean readBoolean() throws IOException {
        return switch (parser.getText()) {
            case "true" -> true;
            case "false" -> false;
            default -> null;
        };
    }

    private String readText() throws IOException {
        String text = parser.getText();
        return StrictJson.isWellFormed(text) ? text : null;
    }

    /** By name or number. */
    private EnumValueDescriptor readEnum(FieldDescriptor field) throws IOException {
        EnumValueDescriptor named = field.getEnumType().findValueByName(parser.getText());
        if (named != null) {
            return named;
        }
        BigInteger number = readWhole(BigInteger.ZERO, MAX_ENUM);
        return number == null ? null : field.getEnumType().findValueByNumber(number.intValue());
    }
}
