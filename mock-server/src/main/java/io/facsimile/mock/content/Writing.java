package io.facsimile.mock.content;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.facsimile.contract.ContentRule;
import io.facsimile.contract.language.Condition;
import io.facsimile.contract.language.Locator;
import io.facsimile.contract.language.RequestValues;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a model writes for one request: equal for equal requests. Its parts are made when they are first asked for. For
 * one thread.
 */
public final class Writing {
    /** Why a text ended. */
    public enum End {
        STOP,
        LENGTH,
        SEQUENCE
    }

    private record Passage(String text, End end, @Nullable String sequence, int tokens) {}

    private static final int MOST_TEXTS = 128;
    private static final int MOST_CALLS = 8;
    private static final int CALL_TOKENS = 8;
    private static final Pattern TOGETHER =
            Pattern.compile("\\b(?:in parallel|at once|at the same time|both tools|all tools|each tool)\\b|同时|并行|同時に");
    private static final Pattern NAME_WORDS = Pattern.compile("(?<=[a-z0-9])(?=[A-Z])|[^\\p{L}0-9]+");

    private final ContentRule rule;
    private final RequestValues request;
    private final Writer writer;
    private final Map<Integer, Passage> passages = new HashMap<>();
    private @Nullable Conversation conversation;
    private @Nullable Asked asked;
    private @Nullable List<ToolCall> calls;
    private @Nullable String thinking;
    private int thinkingTokens = -1;
    private int textTokens = -1;
    private long seed;

    Writing(ContentRule rule, RequestValues request, Writer writer) {
        this.rule = rule;
        this.request = request;
        this.writer = writer;
    }

    private Conversation conversation() {
        Conversation known = conversation;
        if (known == null) {
            known = Conversation.of(rule, request);
            conversation = known;
            long mixed = 17;
            for (String text : known.texts()) {
                mixed = Chance.mix(mixed, text.hashCode());
            }
            if (rule.seed().isPresent()) {
                mixed = Chance.mix(mixed, rule.seed().get().find(request).asText(""));
            }
            seed = mixed;
        }
        return known;
    }

    private Asked asked() {
        Asked known = asked;
        if (known == null) {
            known = conversation().about();
            asked = known;
        }
        return known;
    }

    /** Returns how many texts are wanted. */
    public synchronized int count() {
        int count = rule.count().map(c -> c.find(request).asInt(1)).orElse(1);
        return Math.max(1, Math.min(count, MOST_TEXTS));
    }

    /**
     * Returns one of the texts.
     *
     * @param choice which, from 0
     * @param thinks whether thoughts take their share of the most tokens
     */
    public synchronized String text(int choice, boolean thinks) {
        return passage(choice, thinks).text;
    }

    /**
     * Returns how likely the tokens of one of the texts were.
     *
     * @param isLists whether as lists side by side, rather than an item for each token
     * @param top how many likely tokens are named at each place
     * @param before how many characters stand before the text
     */
    public synchronized JsonNode logprobs(int choice, boolean thinks, boolean isLists, int top, int before) {
        Likelihoods likelihoods = new Likelihoods(writer.tokens().split(passage(choice, thinks).text), top);
        return isLists ? likelihoods.lists(top, before) : likelihoods.items(top);
    }

    public synchronized End end(int choice, boolean thinks) {
        return passage(choice, thinks).end;
    }

    /** Returns the stop sequence at which a text ended. */
    public synchronized Optional<String> sequence(int choice, boolean thinks) {
        return Optional.ofNullable(passage(choice, thinks).sequence);
    }

    private Passage passage(int choice, boolean thinks) {
        Passage known = passages.get(choice);
        if (known == null) {
            known = cut(composed(choice), thinks);
            passages.put(choice, known);
        }
        return known;
    }

    private Passage cut(String whole, boolean thinks) {
        String text = whole;
        String sequence = null;
        for (Locator place : rule.stop()) {
            for (JsonNode stop : place.findAll(request)) {
                int at = stop.isTextual() && !stop.textValue().isEmpty() ? text.indexOf(stop.textValue()) : -1;
                if (at >= 0) {
                    text = text.substring(0, at);
                    sequence = stop.textValue();
                }
            }
        }
        int tokens = writer.tokens().count(text);
        int limit = limit();
        if (limit == Integer.MAX_VALUE) {
            return new Passage(text, sequence == null ? End.STOP : End.SEQUENCE, sequence, tokens);
        }
        int room = thinks ? limit - thinkingTokens() : limit;
        if (tokens <= room) {
            return new Passage(text, sequence == null ? End.STOP : End.SEQUENCE, sequence, tokens);
        }
        String first = writer.tokens().first(room, text);
        return new Passage(first, End.LENGTH, null, Math.min(writer.tokens().count(first), Math.max(room, 0)));
    }

    private int limit() {
        for (Locator place : rule.limit()) {
            long limit = place.find(request).asLong(0);
            if (limit > 0) {
                return (int) Math.min(limit, Integer.MAX_VALUE);
            }
        }
        return Integer.MAX_VALUE;
    }

    private String composed(int choice) {
        Conversation of = conversation();
        Optional<JsonNode> schema = first(rule.form().schema(), request);
        if (schema.isPresent()) {
            JsonNode value = writer.instances(schema.get()).at("", Chance.mix(seed, 1_000L + choice), asked());
            return value.isTextual() && isAny(rule.form().word()) ? value.textValue() : value.toString();
        }
        Language language = language();
        if (isAny(rule.form().json())) {
            ObjectNode object = JsonNodeFactory.instance.objectNode();
            object.put("subject", of.subject());
            object.put("answer", composed(language, choice, new Length(Length.Unit.SENTENCES, 2)));
            return object.toString();
        }
        Length length = Length.of(of.asked());
        return composed(language, choice, length.equals(Length.USUAL) ? Length.of(of.instructions()) : length);
    }

    private Language language() {
        Conversation of = conversation();
        return Language.of(of.asked().isEmpty() ? of.instructions() : of.asked());
    }

    private String composed(Language language, int choice, Length length) {
        Conversation of = conversation();
        Sentences sentences = language.sentences();
        Chance chance = new Chance(seed);
        int start = chance.below(1_000) + choice;
        int next = chance.below(1_000) + choice / sentences.of("opening").size();
        String opening = of.result().isPresent()
                ? sentences.at("result", start, of.result().get())
                : of.hasPicture()
                        ? sentences.at("picture", start, of.subject())
                        : sentences.at("opening", start, of.subject());
        String space = language.isUnspaced() ? "" : " ";
        StringBuilder text = new StringBuilder(opening);
        switch (length.unit()) {
            case SENTENCES -> {
                for (int i = 1; i < length.count(); i++) {
                    boolean isLast = i > 1 && i == length.count() - 1;
                    text.append(space).append(sentences.at(isLast ? "closing" : "body", next + i, of.subject()));
                }
            }
            case ITEMS -> {
                for (int i = 1; i <= length.count(); i++) {
                    text.append('\n').append(i).append(". ").append(sentences.at("item", next + i, of.subject()));
                }
            }
            case WORDS -> {
                int size = size(language, opening);
                for (int i = 1; size < length.count() - 4 && i < 1_000; i++) {
                    String sentence = sentences.at("body", next + i, of.subject());
                    size += size(language, sentence);
                    text.append(i % 8 == 0 ? "\n\n" : space).append(sentence);
                }
            }
        }
        return text.toString();
    }

    private static int size(Language language, String sentence) {
        if (language.isUnspaced()) {
            return sentence.length();
        }
        int words = 1;
        for (int i = 0; i < sentence.length(); i++) {
            words += sentence.charAt(i) == ' ' ? 1 : 0;
        }
        return words;
    }

    /** Returns the sentence that announces calls. */
    public synchronized String announcement() {
        conversation();
        return language().sentences().at("call", new Chance(seed).below(1_000), "");
    }

    /** Returns what the model thinks before it writes. */
    public synchronized String thinking() {
        String known = thinking;
        if (known == null) {
            Conversation of = conversation();
            Language language = language();
            String space = language.isUnspaced() ? "" : " ";
            List<String> all = new ArrayList<>();
            for (int i = 0; i < language.sentences().of("thinking").size(); i++) {
                all.add(language.sentences().at("thinking", i, of.subject()));
            }
            known = writer.tokens().first(limit(), String.join(space, all));
            thinking = known;
        }
        return known;
    }

    public synchronized int thinkingTokens() {
        if (thinkingTokens < 0) {
            thinkingTokens = writer.tokens().count(thinking());
        }
        return thinkingTokens;
    }

    /** Returns the calls of the caller's tools: at least one, if there is a tool. */
    public synchronized List<ToolCall> calls() {
        List<ToolCall> known = calls;
        if (known == null) {
            known = List.of();
            for (ContentRule.Tools tools : rule.tools()) {
                List<JsonNode> offered = offered(tools);
                if (!offered.isEmpty()) {
                    known = calls(tools, offered);
                    break;
                }
            }
            calls = known;
        }
        return known;
    }

    private List<JsonNode> offered(ContentRule.Tools tools) {
        Set<String> named = new HashSet<>();
        for (Locator place : tools.named()) {
            for (JsonNode name : place.findAll(request)) {
                named.add(name.asText());
            }
        }
        List<JsonNode> all = new ArrayList<>();
        List<JsonNode> allowed = new ArrayList<>();
        for (JsonNode tool : tools.at().findAll(request)) {
            RequestValues values = RequestValues.ofBody(tool);
            String name = tools.name().find(values).asText("");
            if (!name.isEmpty() && Condition.allHold(tools.when(), values)) {
                all.add(tool);
                if (named.contains(name)) {
                    allowed.add(tool);
                }
            }
        }
        return allowed.isEmpty() ? all : allowed;
    }

    private List<ToolCall> calls(ContentRule.Tools tools, List<JsonNode> offered) {
        Asked of = asked();
        boolean mayBeSeveral = !isAny(rule.single());
        String text = of.text().toLowerCase(Locale.ROOT);
        if (mayBeSeveral && offered.size() > 1 && (TOGETHER.matcher(text).find() || named(tools, offered, text) > 1)) {
            List<ToolCall> all = new ArrayList<>();
            for (JsonNode tool : offered) {
                boolean isMeant = TOGETHER.matcher(text).find() || named(tools, List.of(tool), text) > 0;
                if (isMeant && all.size() < MOST_CALLS) {
                    all.add(call(tools, tool, of, all.size()));
                }
            }
            return all;
        }
        JsonNode tool = best(tools, offered, text);
        int count = mayBeSeveral && hasPlace(tools, tool) ? Math.min(of.places().size(), MOST_CALLS) : 1;
        List<ToolCall> all = new ArrayList<>();
        for (int i = 0; i < Math.max(count, 1); i++) {
            List<String> places = count > 1 ? List.of(of.places().get(i)) : of.places();
            all.add(call(tools, tool, new Asked(of.text(), of.subject(), places, of.marks()), i));
        }
        return all;
    }

    private static int named(ContentRule.Tools tools, List<JsonNode> offered, String text) {
        int named = 0;
        for (JsonNode tool : offered) {
            String name = tools.name().find(RequestValues.ofBody(tool)).asText().toLowerCase(Locale.ROOT);
            named += text.contains(name) ? 1 : 0;
        }
        return named;
    }

    /** Returns the tool whose name and description share the most words with what is asked. */
    private static JsonNode best(ContentRule.Tools tools, List<JsonNode> offered, String text) {
        JsonNode best = offered.get(0);
        if (offered.size() == 1) {
            return best;
        }
        int most = -1;
        for (JsonNode tool : offered) {
            int score = 0;
            String name = tools.name().find(RequestValues.ofBody(tool)).asText();
            for (String word : NAME_WORDS.split(name)) {
                score += word.length() > 2 && text.contains(word.toLowerCase(Locale.ROOT)) ? 3 : 0;
            }
            if (score > most) {
                most = score;
                best = tool;
            }
        }
        return best;
    }

    private static boolean hasPlace(ContentRule.Tools tools, JsonNode tool) {
        JsonNode properties = first(tools.schema(), RequestValues.ofBody(tool))
                .map(s -> s.path("properties"))
                .orElse(JsonNodeFactory.instance.objectNode());
        boolean has = false;
        for (Map.Entry<String, JsonNode> property : properties.properties()) {
            has |= property.getValue().path("type").asText().equalsIgnoreCase("string")
                    && Plausible.isPlace(property.getKey());
        }
        return has;
    }

    private ToolCall call(ContentRule.Tools tools, JsonNode tool, Asked about, int number) {
        RequestValues values = RequestValues.ofBody(tool);
        String name = tools.name().find(values).asText();
        JsonNode arguments = first(tools.schema(), values)
                .map(s -> writer.instances(s).at("", Chance.mix(seed, 2_000L + number), about))
                .orElse(JsonNodeFactory.instance.objectNode());
        return new ToolCall(name, arguments.isObject() ? arguments : JsonNodeFactory.instance.objectNode());
    }

    private static Optional<JsonNode> first(List<Locator> places, RequestValues values) {
        for (Locator place : places) {
            JsonNode found = place.find(values);
            if (found.isObject()) {
                return Optional.of(found);
            }
        }
        return Optional.empty();
    }

    private boolean isAny(List<Condition> conditions) {
        for (Condition condition : conditions) {
            if (condition.holds(request)) {
                return true;
            }
        }
        return false;
    }

    /** Returns the tokens of the prompt's texts, of what frames them and of what else is sent. */
    public synchronized int textTokens() {
        if (textTokens < 0) {
            textTokens = countTexts();
        }
        return textTokens;
    }

    private int countTexts() {
        Conversation of = conversation();
        // Three tokens frame a turn, and three more the answer; so the tokenizer's vendor documents it.
        long sum = 3L * of.turns() + 3;
        for (String text : of.texts()) {
            sum += writer.tokens().count(text);
        }
        for (Locator place : rule.counts()) {
            for (JsonNode counted : place.findAll(request)) {
                if (!counted.isNull()) {
                    sum += writer.tokens().count(counted.isTextual() ? counted.textValue() : counted.toString());
                }
            }
        }
        return (int) Math.min(sum, Integer.MAX_VALUE);
    }

    public synchronized int mediaTokens() {
        return conversation().mediaTokens();
    }

    /** Returns the tokens of all texts, without thoughts. */
    public synchronized int answerTokens(boolean thinks) {
        int sum = 0;
        for (int i = 0; i < count(); i++) {
            sum += passage(i, thinks).tokens;
        }
        return sum;
    }

    /** Returns the tokens of the calls. */
    public synchronized int callTokens() {
        int sum = 0;
        for (ToolCall call : calls()) {
            sum += CALL_TOKENS
                    + writer.tokens().count(call.name())
                    + writer.tokens().count(call.arguments().toString());
        }
        return sum;
    }

    /** Returns the tokens of the sentence that announces calls. */
    public synchronized int announcementTokens() {
        return writer.tokens().count(announcement());
    }
}
