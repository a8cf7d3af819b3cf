package io.hostpulse.wire;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import java.lang.invoke.LambdaMetafactory;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;

/**
 * Reads an optional number through the generated getters. Descriptors alone would do, but they box
 * every value and call by reflection, ten times as dear on a path that every number of every sample
 * takes.
 */
final class FieldAccessor {

    private final Presence isPresent;
    private final Reading value;

    /** Calls a generated {@code has} method. */
    interface Presence {
        boolean test(Message message);
    }

    /** Calls a generated getter of a double. */
    interface Reading {
        double read(Message message);
    }

    /** Calls a generated getter of a whole number. */
    interface WholeReading {
        long read(Message message);
    }

    FieldAccessor(Class<? extends Message> message, FieldDescriptor field) {
        String suffix =
                Character.toUpperCase(field.getJsonName().charAt(0))
                        + field.getJsonName().substring(1);
        isPresent = link(Presence.class, "test", message, "has" + suffix, boolean.class);
        if (field.getJavaType() == FieldDescriptor.JavaType.DOUBLE) {
            value = link(Reading.class, "read", message, "get" + suffix, double.class);
        } else {
            WholeReading whole =
                    link(WholeReading.class, "read", message, "get" + suffix, long.class);
            value =
                    field.getType() == FieldDescriptor.Type.UINT64
                            ? of -> unsigned(whole.read(of))
                            : whole::read;
        }
    }

    boolean isPresent(Message message) {
        return isPresent.test(message);
    }

    /**
     * The number in {@code message}, 0 where it is absent. NaN in place of an unsigned one from
     * 2<sup>63</sup> on, which is -1 or thereabouts of a producer that has lost the sign.
     */
    double read(Message message) {
        return value.read(message);
    }

    private static double unsigned(long value) {
        return value < 0 ? Double.NaN : value;
    }

    private static <T> T link(
            Class<T> function,
            String functionMethod,
            Class<?> message,
            String getter,
            Class<?> result) {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            MethodHandle target =
                    lookup.findVirtual(message, getter, MethodType.methodType(result));
            return function.cast(
                    LambdaMetafactory.metafactory(
                                    lookup,
                                    functionMethod,
                                    MethodType.methodType(function),
                                    MethodType.methodType(result, Message.class),
                                    target,
                                    MethodType.methodType(result, message))
                            .getTarget()
                            .invoke());
        } catch (Throwable e) {
            throw new IllegalStateException("no accessor " + getter + " in " + message, e);
        }
    }
}
