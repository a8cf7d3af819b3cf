package io.hostpulse.kibana;

import java.util.Set;

/**
 * A place where an object uses a field.
 *
 * @param place for people to find it by
 * @param dataView id of the data view that the field is looked up in
 */
record FieldUse(String place, String dataView, String field, Purpose purpose) {

    private static final Set<String> NUMBERS =
            Set.of("float", "double", "long", "integer", "short", "scaled_float", "half_float");

    private static final Set<String> VALUES =
            Set.of("keyword", "boolean", "ip", "date", "constant_keyword", "wildcard");

    /** What a field is used for, which not every type is good for. */
    enum Purpose {
        SHOWN,
        CALCULATED,
        LARGEST,
        GROUPED,
        TIME;

        boolean fits(String type) {
            return switch (this) {
                case SHOWN -> !type.equals("absent");
                case CALCULATED -> NUMBERS.contains(type);
                case LARGEST -> NUMBERS.contains(type) || type.equals("date");
                case GROUPED -> NUMBERS.contains(type) || VALUES.contains(type);
                case TIME -> type.equals("date");
            };
        }
    }
}
