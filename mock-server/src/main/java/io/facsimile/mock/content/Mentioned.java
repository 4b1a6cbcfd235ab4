package io.facsimile.mock.content;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What a question mentions that arguments are made of: found by the name, the format and the type of each. */
final class Mentioned {
    private static final Pattern EMAIL = Pattern.compile("[\\w.+-]{1,64}@[\\w-]{1,63}(?:\\.[\\w-]{1,63}){1,4}");
    private static final Pattern URL = Pattern.compile("\\bhttps?://[^\\s\"'<>)]{1,500}[^\\s\"'<>).,;!?]");
    private static final Pattern DATE = Pattern.compile("\\b\\d{4}-\\d{2}-\\d{2}\\b");
    private static final Pattern TIME = Pattern.compile("\\b(?:[01]?\\d|2[0-3]):[0-5]\\d\\b");
    private static final Pattern QUOTED = Pattern.compile(
            "\"([^\"\\n]{1,300})\"|“([^”\\n]{1,300})”|`([^`\\n]{1,300})`|(?<!\\p{L})'([^'\\n]{1,300})'(?!\\p{L})");
    private static final Pattern SUM =
            Pattern.compile("[(]{0,9}\\d[\\d.]{0,20}[)]{0,9}(?: ?[-+*/×^%] ?[(]{0,9}\\d[\\d.]{0,20}[)]{0,9}){1,40}");
    private static final Pattern TICKER = Pattern.compile("(?<![\\p{L}\\d])[A-Z]{2,5}(?![\\p{L}\\d])");
    private static final Pattern FILE =
            Pattern.compile("(?<![\\w@/])(?:[\\w~-]{0,60}/){0,20}[\\w-]{1,60}\\.[a-z]{1,5}\\b(?!@)");
    private static final Pattern NUMBER =
            Pattern.compile("(?<![\\w.,:/@-])-?\\d{1,12}(?:\\.\\d{1,8})?(?![\\w:/@]|\\.\\d|-\\d)");

    private static final Pattern PERSON =
            Pattern.compile("\\b(?:named|called|for|to|with|by|am|name is) (\\p{Lu}\\p{Ll}+(?: \\p{Lu}\\p{Ll}+){0,2})");

    private static final Set<String> CURRENCIES = Currency.getAvailableCurrencies().stream()
            .map(Currency::getCurrencyCode)
            .collect(Collectors.toUnmodifiableSet());

    private static final Set<String> POINTS = Set.of("latitude", "longitude", "lat", "lon", "lng");
    private static final Set<String> OF_PLACES =
            Set.of("city", "location", "place", "town", "destination", "origin", "where", "region", "country", "area");

    private final String text;
    private final List<String> places;

    /** How many of each kind have been taken, so that the next member gets the next. */
    private final Map<String, Integer> taken = new java.util.HashMap<>();

    private Mentioned(Asked about) {
        this.text = about.text();
        this.places = about.places();
    }

    /**
     * Puts what the question mentions into arguments, as far as they still fit their schema.
     *
     * @param instances those of the schema
     */
    static void into(ObjectNode arguments, Instances instances, Asked about) {
        if (about.text().isBlank()) {
            return;
        }
        ObjectNode changed = arguments.deepCopy();
        new Mentioned(about).fill(changed, instances.document().path("properties"), 0);
        if (changed.equals(arguments)) {
            return;
        }
        if (instances.takes(changed)) {
            arguments.setAll(changed);
            return;
        }
        for (Map.Entry<String, JsonNode> member : changed.properties()) {
            JsonNode before = arguments.path(member.getKey());
            if (!before.equals(member.getValue())) {
                arguments.set(member.getKey(), member.getValue());
                if (!instances.takes(arguments)) {
                    arguments.set(member.getKey(), before);
                }
            }
        }
    }

    private void fill(ObjectNode object, JsonNode properties, int depth) {
        for (Map.Entry<String, JsonNode> member : new ArrayList<>(object.properties())) {
            JsonNode schema = properties.path(member.getKey());
            JsonNode value = member.getValue();
            if (schema.has("enum") || schema.has("const")) {
                continue;
            }
            if (value instanceof ObjectNode inner && depth < 3) {
                fill(inner, schema.path("properties"), depth + 1);
            } else if (value.isTextual()) {
                text(member.getKey(), schema).ifPresent(t -> object.set(member.getKey(), TextNode.valueOf(t)));
            } else if (value.isNumber()) {
                number(member.getKey()).ifPresent(n -> object.set(member.getKey(), node(n, value)));
            } else if (value.isArray()) {
                list(member.getKey(), schema, value).ifPresent(l -> object.set(member.getKey(), l));
            }
        }
    }

    private static JsonNode node(String number, JsonNode like) {
        BigDecimal value = new BigDecimal(number);
        boolean isWhole = value.stripTrailingZeros().scale() <= 0;
        return like.isIntegralNumber() && isWhole
                ? JsonNodeFactory.instance.numberNode(value.longValue())
                : DecimalNode.valueOf(value);
    }

    private Optional<ArrayNode> list(String name, JsonNode schema, JsonNode value) {
        JsonNode items = schema.path("items");
        if (items.has("enum") || value.isEmpty()) {
            return Optional.empty();
        }
        ArrayNode list = JsonNodeFactory.instance.arrayNode();
        if (value.get(0).isNumber()) {
            all(NUMBER).forEach(n -> list.add(node(n, value.get(0))));
        } else if (value.get(0).isTextual()) {
            for (Optional<String> next = text(name, items); next.isPresent() && list.size() < 20; ) {
                list.add(next.get());
                Optional<String> after = text(name, items);
                next = after.equals(next) ? Optional.empty() : after;
            }
        }
        return list.isEmpty() ? Optional.empty() : Optional.of(list);
    }

    private Optional<String> number(String name) {
        List<String> all = all(NUMBER);
        Set<String> words = words(name);
        if (all.isEmpty() || words.stream().anyMatch(POINTS::contains)) {
            return Optional.empty();
        }
        for (String word : words) {
            String stem = word.length() > 3 && word.endsWith("s") ? word.substring(0, word.length() - 1) : word;
            if (stem.length() > 2) {
                String quoted = Pattern.quote(stem);
                Matcher beside = Pattern.compile(
                                "(-?\\d{1,12}(?:\\.\\d{1,8})?)[ -]" + quoted + "|" + quoted
                                        + "\\p{L}*(?: of| is|:| =)? (-?\\d{1,12}(?:\\.\\d{1,8})?)",
                                Pattern.CASE_INSENSITIVE)
                        .matcher(text);
                if (beside.find()) {
                    return Optional.of(beside.group(1) == null ? beside.group(2) : beside.group(1));
                }
            }
        }
        return next("number", all);
    }

    private Optional<String> text(String name, JsonNode schema) {
        Set<String> words = words(name);
        String format = schema.path("format").asText();
        List<String> emails = all(EMAIL);
        if (format.contains("email") || isAny(words, "email mail recipient recipients to cc bcc address")) {
            if (!emails.isEmpty()) {
                return next("email", emails);
            }
        }
        if (format.startsWith("uri") || isAny(words, "url uri link website webpage")) {
            return next("url", all(URL));
        } else if (format.equals("date") || isAny(words, "date day when deadline checkin checkout")) {
            return next("date", all(DATE));
        } else if (isAny(words, "time hour")) {
            return next("time", all(TIME));
        } else if (!format.isEmpty()) {
            return Optional.empty();
        } else if (isAny(words, "currency base target source from to")
                && !currencies().isEmpty()) {
            List<String> currencies = currencies();
            if (currencies.size() > 1 && isAny(words, "from source base to target")) {
                return Optional.of(currencies.get(isAny(words, "from source base") ? 0 : 1));
            }
            return next("currency", currencies);
        } else if (isAny(words, "ticker symbol stock")) {
            return next("ticker", all(TICKER));
        } else if (isAny(words, "expression formula equation calculation")) {
            return next("sum", all(SUM));
        } else if (words.stream().anyMatch(OF_PLACES::contains)) {
            boolean isCity = isAny(words, "city town");
            return next(
                    "place",
                    places.stream()
                            .map(p -> isCity && p.indexOf(',') > 0 ? p.substring(0, p.indexOf(',')) : p)
                            .toList());
        } else if (isAny(words, "path file filename filepath")) {
            return next("file", all(FILE));
        } else if (isAny(words, "person customer contact guest author owner") || words.equals(Set.of("name"))) {
            List<String> quoted = all(QUOTED);
            return next("person", quoted.isEmpty() ? all(PERSON) : quoted);
        }
        return isAny(words, "message body text content title subject phrase word string term name comment note query")
                ? next("quoted", all(QUOTED))
                : Optional.empty();
    }

    private List<String> currencies() {
        return all(TICKER).stream().filter(CURRENCIES::contains).toList();
    }

    /** Returns the next of what was found; the last one again, when there are no more. */
    private Optional<String> next(String kind, List<String> found) {
        int at = taken.merge(kind, 1, Integer::sum) - 1;
        return found.isEmpty() ? Optional.empty() : Optional.of(found.get(Math.min(at, found.size() - 1)));
    }

    private List<String> all(Pattern pattern) {
        List<String> all = new ArrayList<>();
        Matcher found = pattern.matcher(text);
        while (found.find() && all.size() < 20) {
            String inner = found.group();
            for (int i = 1; i <= found.groupCount(); i++) {
                inner = found.group(i) != null ? found.group(i) : inner;
            }
            all.add(inner);
        }
        return all;
    }

    private static Set<String> words(String name) {
        return new TreeSet<>(Plausible.words(name));
    }

    private static boolean isAny(Set<String> words, String names) {
        for (String name : names.split(" ", -1)) {
            if (words.contains(name)) {
                return true;
            }
        }
        return false;
    }
}
