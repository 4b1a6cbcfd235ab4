package io.facsimile.contract.schema;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** The keywords of JSON Schema that ask something of single values. What is no such value fits. */
final class ValueAssertions {
    private static final BigDecimal LEAST_LONG = BigDecimal.valueOf(Long.MIN_VALUE);
    private static final BigDecimal MOST_LONG = BigDecimal.valueOf(Long.MAX_VALUE);

    /** Texts of a format that every validator takes; whether others fit is left to the validator. */
    private static final Map<String, Pattern> PLAIN = Map.of(
            "uri",
            Pattern.compile("https?://[A-Za-z0-9][A-Za-z0-9.-]*(?::[0-9]{1,5})?(?:/[A-Za-z0-9._~/-]*)?"),
            "uuid",
            Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}"));

    private ValueAssertions() {}

    private enum Type {
        OBJECT,
        ARRAY,
        STRING,
        NUMBER,
        INTEGER,
        BOOLEAN,
        NULL
    }

    static Assertion type(JsonNode written) {
        EnumSet<Type> types = EnumSet.noneOf(Type.class);
        List<String> words = new ArrayList<>();
        if (written.isTextual()) {
            words.add(written.textValue());
        }
        written.forEach(word -> words.add(word.asText()));
        for (String word : words) {
            switch (word) {
                case "object" -> types.add(Type.OBJECT);
                case "array" -> types.add(Type.ARRAY);
                case "string" -> types.add(Type.STRING);
                case "number" -> types.add(Type.NUMBER);
                case "integer" -> types.add(Type.INTEGER);
                case "boolean" -> types.add(Type.BOOLEAN);
                case "null" -> types.add(Type.NULL);
                default -> {
                    return Assertion.UNKNOWN;
                }
            }
        }
        boolean takesNumbers = types.contains(Type.NUMBER);
        boolean takesIntegers = takesNumbers || types.contains(Type.INTEGER);
        return value -> switch (value.getNodeType()) {
            case OBJECT -> Fit.of(types.contains(Type.OBJECT));
            case ARRAY -> Fit.of(types.contains(Type.ARRAY));
            case STRING -> Fit.of(types.contains(Type.STRING));
            case BOOLEAN -> Fit.of(types.contains(Type.BOOLEAN));
            case NULL -> Fit.of(types.contains(Type.NULL));
            // 1.0 may count as an integer.
            case NUMBER ->
                value.isIntegralNumber() || takesNumbers || !takesIntegers ? Fit.of(takesIntegers) : Fit.UNSURE;
            default -> Fit.UNSURE;
        };
    }

    static Assertion words(JsonNode written) {
        if (!written.isArray()) {
            return Assertion.UNKNOWN;
        }
        Set<String> texts = new HashSet<>();
        List<JsonNode> others = new ArrayList<>();
        for (JsonNode word : written) {
            if (word.isTextual()) {
                texts.add(word.textValue());
            } else {
                others.add(word);
            }
        }
        return value -> {
            if (value.isTextual()) {
                return Fit.of(texts.contains(value.textValue()));
            }
            Fit fit = Fit.NO;
            for (JsonNode other : others) {
                fit = fit.or(same(value, other));
                if (fit == Fit.YES) {
                    return fit;
                }
            }
            return fit;
        };
    }

    static Assertion constant(JsonNode written) {
        return value -> same(value, written);
    }

    /** Numbers are the same by value; what numbers are inside of is left to the validator. */
    private static Fit same(JsonNode value, JsonNode expected) {
        if (value.getNodeType() != expected.getNodeType()) {
            return Fit.NO;
        }
        if (value.equals(expected)) {
            return Fit.YES;
        }
        return value.isValueNode() && !value.isNumber() ? Fit.NO : Fit.UNSURE;
    }

    /** Returns what asks for numbers of at least, at most, above or below a bound. */
    static Assertion bound(JsonNode written, boolean isLeast, boolean isExclusive) {
        if (!written.isNumber()) {
            return Assertion.UNKNOWN;
        }
        BigDecimal bound = written.decimalValue();
        boolean isWhole = bound.stripTrailingZeros().scale() <= 0
                && bound.compareTo(LEAST_LONG) >= 0
                && bound.compareTo(MOST_LONG) <= 0;
        long whole = isWhole ? bound.longValue() : 0;
        return value -> {
            if (!value.isNumber()) {
                return Fit.YES;
            }
            if (!value.canConvertToLong()) {
                // Validators compare such numbers as shorter ones.
                return Fit.UNSURE;
            }
            int order = isWhole && (value.isInt() || value.isLong())
                    ? Long.compare(value.longValue(), whole)
                    : value.decimalValue().compareTo(bound);
            return Fit.of(order == 0 ? !isExclusive : order > 0 == isLeast);
        };
    }

    static Assertion multiple(JsonNode written) {
        if (!written.isNumber() || written.decimalValue().signum() == 0) {
            return Assertion.UNKNOWN;
        }
        BigDecimal of = written.decimalValue();
        return value -> Fit.yesOrUnsure(
                !value.isNumber() || value.decimalValue().remainder(of).signum() == 0);
    }

    static Assertion length(JsonNode written, boolean isLeast) {
        if (!written.isIntegralNumber()) {
            return Assertion.UNKNOWN;
        }
        long bound = written.longValue();
        return value -> {
            if (!value.isTextual()) {
                return Fit.YES;
            }
            String text = value.textValue();
            // Most texts are far from the bound, so that nobody has to count their characters.
            if (isLeast && text.length() >= 2 * bound || !isLeast && text.length() <= bound) {
                return Fit.YES;
            }
            int length = text.codePointCount(0, text.length());
            return Fit.of(isLeast ? length >= bound : length <= bound);
        };
    }

    static Assertion pattern(JsonNode written) {
        try {
            Pattern pattern = Pattern.compile(written.asText());
            return value -> !value.isTextual()
                    ? Fit.YES
                    : Fit.yesOrUnsure(pattern.matcher(value.textValue()).find() && isOneLine(value.textValue()));
        } catch (PatternSyntaxException e) {
            return Assertion.UNKNOWN;
        }
    }

    /** Dialects of regular expressions differ in what the end of a line is. */
    private static boolean isOneLine(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < ' ' || c >= 0x7f) {
                return false;
            }
        }
        return true;
    }

    static Assertion format(JsonNode written) {
        String format = written.asText();
        return switch (format) {
            case "int32" -> value -> Fit.yesOrUnsure(!value.isNumber() || value.isInt());
            case "int64" -> value -> Fit.yesOrUnsure(!value.isNumber() || value.isInt() || value.isLong());
            default -> {
                Pattern plain = PLAIN.get(format);
                yield value -> Fit.yesOrUnsure(!value.isTextual()
                        || plain != null && plain.matcher(value.textValue()).matches());
            }
        };
    }
}
