package io.facsimile.mock.content;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.math.RoundingMode;
import org.jspecify.annotations.Nullable;

/** Numbers that fit a schema's bounds and multiples. */
final class Numbers {
    private static final BigDecimal SPAN = BigDecimal.valueOf(99);
    private static final int NEAR = 200;
    private static final BigDecimal MOST_STEPS = BigDecimal.valueOf(1_000_000);

    private Numbers() {}

    static JsonNode of(ObjectNode schema, boolean isInteger, String name, Plausible plausible) {
        BigDecimal low = higher(bound(schema, "minimum"), bound(schema, "exclusiveMinimum"));
        BigDecimal high = lower(bound(schema, "maximum"), bound(schema, "exclusiveMaximum"));
        ValueBank.Range usual = plausible.range(name);
        BigDecimal step = step(schema, isInteger, usual, low, high);
        BigDecimal from = usual.from();
        BigDecimal to = usual.to();
        if (plausible.departure() > 2 && low != null && high != null) {
            from = low;
            to = high;
        }
        if (low != null && (from.compareTo(low) < 0 || from.compareTo(high == null ? from : high) > 0)) {
            from = low;
        }
        if (high != null && to.compareTo(high) > 0) {
            to = high;
        }
        if (from.compareTo(to) > 0) {
            if (low == null) {
                from = to.subtract(SPAN.multiply(step));
            } else {
                to = high == null ? from.add(SPAN.multiply(step)) : high;
            }
        }
        BigDecimal first = from.divide(step, 0, RoundingMode.CEILING).multiply(step);
        if (first.compareTo(to) > 0 && (low != null || high != null)) {
            // No multiple among the usual numbers.
            from = low != null ? low : to.subtract(SPAN.multiply(step));
            to = high != null ? high : from.add(SPAN.multiply(step));
            first = from.divide(step, 0, RoundingMode.CEILING).multiply(step);
        }
        if (isAt(first, schema, "exclusiveMinimum")) {
            first = first.add(step);
        }
        BigDecimal steps =
                to.subtract(first).divide(step, 0, RoundingMode.FLOOR).min(MOST_STEPS);
        int count = Math.max(steps.intValue(), 0) + 1;
        int number = plausible.departure() > Plausible.SWEEP
                ? (plausible.departure() - Plausible.SWEEP - 1) % count
                : plausible.chance().below(count);
        BigDecimal value = first.add(step.multiply(BigDecimal.valueOf(
                schema.has("multipleOf")
                        ? evident(
                                first,
                                step,
                                number,
                                count,
                                schema.get("multipleOf").doubleValue())
                        : number)));
        if (isAt(value, schema, "exclusiveMaximum")) {
            value = value.compareTo(first) > 0 ? value.subtract(step) : middle(schema, isInteger, low, high, value);
        } else if (high != null && value.compareTo(high) > 0) {
            value = middle(schema, isInteger, low, high, value);
        }
        return node(value, isInteger);
    }

    /**
     * Returns a number of steps near another one after which a multiple is one in floating point, too: 276.96 / 0.01 is
     * 27695.999999999996 there, and many validators calculate like that.
     */
    private static int evident(BigDecimal first, BigDecimal step, int number, int count, double multipleOf) {
        for (int i = 0; i < Math.min(count, NEAR); i++) {
            int near = (number + i) % count;
            double quotient = first.add(step.multiply(BigDecimal.valueOf(near))).doubleValue() / multipleOf;
            if (quotient == Math.rint(quotient)) {
                return near;
            }
        }
        return number;
    }

    private static JsonNode node(BigDecimal value, boolean isInteger) {
        if (isInteger) {
            return value.abs().compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) <= 0
                    ? JsonNodeFactory.instance.numberNode(value.longValue())
                    : JsonNodeFactory.instance.numberNode(value.toBigInteger());
        }
        BigDecimal plain = value.stripTrailingZeros();
        return DecimalNode.valueOf(plain.scale() < 0 ? plain.setScale(0) : plain);
    }

    private static BigDecimal step(
            ObjectNode schema,
            boolean isInteger,
            ValueBank.Range usual,
            @Nullable BigDecimal low,
            @Nullable BigDecimal high) {
        JsonNode multiple = schema.path("multipleOf");
        BigDecimal step = multiple.isNumber() && multiple.decimalValue().signum() > 0 ? multiple.decimalValue() : null;
        if (step == null) {
            step = isInteger ? BigDecimal.ONE : usual.step();
            while (!isInteger
                    && low != null
                    && high != null
                    && high.compareTo(low) > 0
                    && high.subtract(low).compareTo(step.multiply(BigDecimal.TEN)) < 0) {
                step = step.divide(BigDecimal.TEN);
            }
            return step;
        }
        BigDecimal whole = step;
        for (int i = 0;
                isInteger && i < 1_000 && whole.remainder(BigDecimal.ONE).signum() != 0;
                i++) {
            whole = whole.add(step);
        }
        return whole;
    }

    private static BigDecimal middle(
            ObjectNode schema,
            boolean isInteger,
            @Nullable BigDecimal low,
            @Nullable BigDecimal high,
            BigDecimal value) {
        if (isInteger || schema.has("multipleOf") || low == null || high == null) {
            return value;
        }
        return low.add(high).divide(BigDecimal.valueOf(2));
    }

    private static boolean isAt(BigDecimal value, ObjectNode schema, String word) {
        return schema.path(word).isNumber() && schema.get(word).decimalValue().compareTo(value) == 0;
    }

    private static @Nullable BigDecimal bound(ObjectNode schema, String word) {
        return schema.path(word).isNumber() ? schema.get(word).decimalValue() : null;
    }

    private static @Nullable BigDecimal higher(@Nullable BigDecimal a, @Nullable BigDecimal b) {
        return a == null ? b : b == null ? a : a.max(b);
    }

    private static @Nullable BigDecimal lower(@Nullable BigDecimal a, @Nullable BigDecimal b) {
        return a == null ? b : b == null ? a : a.min(b);
    }
}
