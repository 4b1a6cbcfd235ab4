package io.facsimile.mock.content;

import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.io.SerializedString;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.facsimile.contract.ContentRule;
import io.facsimile.contract.language.Condition;
import io.facsimile.contract.language.LiveWord;
import io.facsimile.contract.language.Locator;
import io.facsimile.contract.language.RequestValues;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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

    private record Passage(
            SerializableString words, End end, @Nullable String sequence, int tokens) {
        Passage(String text, End end, @Nullable String sequence, int tokens) {
            this(new SerializedString(text), end, sequence, tokens);
        }

        String text() {
            return words.getValue();
        }
    }

    private static final int MOST_TEXTS = 128;
    private static final int MOST_OF_ALL = 2_048;

    private static final Length AFTER_RESULT = new Length(Length.Unit.SENTENCES, 2);

    private final ContentRule rule;
    private final RequestValues request;
    private final Writer writer;
    /** By their numbers, and from 0 down where thoughts take their share. */
    private final Map<Integer, Passage> passages = new HashMap<>();

    private @Nullable Conversation conversation;
    private @Nullable Language language;
    private @Nullable List<Conversation> prompts;
    private @Nullable Asked asked;
    private @Nullable List<ToolCall> calls;
    private @Nullable Called called;
    private @Nullable Boolean thinks;
    private @Nullable List<Ranked> ranking;
    private @Nullable List<Judgement> judgements;
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
            known = Conversation.of(rule, request, writer.tokens());
            conversation = known;
            long mixed = 17;
            for (String text : known.texts()) {
                mixed = Chance.mix(mixed, text.hashCode());
            }
            if (!known.tokenIds().isEmpty()) {
                mixed = Chance.mix(mixed, known.tokenIds().hashCode());
            }
            if (rule.seed().isPresent()) {
                mixed = Chance.mix(mixed, rule.seed().get().find(request).asText(""));
            }
            seed = mixed;
        }
        return known;
    }

    /** Returns what one of the texts answers: all that was sent, or one of the prompts where each is alone. */
    private Conversation conversation(int choice) {
        if (!rule.turns().areAlone()) {
            return conversation();
        }
        List<Conversation> all = prompts();
        return all.get(Math.min(choice / each(), all.size() - 1));
    }

    private List<Conversation> prompts() {
        List<Conversation> known = prompts;
        if (known == null) {
            known = rule.turns().areAlone()
                    ? Conversation.each(rule, request, writer.tokens())
                    : List.of(conversation());
            prompts = known;
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
        return rule.turns().areAlone() ? Math.min(each() * prompts().size(), MOST_OF_ALL) : each();
    }

    /** Returns how many texts each prompt gets. */
    private int each() {
        int count = rule.count().map(c -> c.find(request).asInt(1)).orElse(1);
        return Math.max(1, Math.min(count, MOST_TEXTS));
    }

    /** Returns what a text begins with, because the caller wants to see it again. */
    private String echo(int choice) {
        return isAny(rule.echo()) ? conversation(choice).asked() : "";
    }

    /**
     * Returns one of the texts.
     *
     * @param choice which, from 0
     * @param shown what the body shows, of which thoughts take their share of the most tokens
     */
    public synchronized String text(int choice, Shown shown) {
        return echo(choice) + passage(choice, shown).text();
    }

    /** Returns the same as it stands in JSON between its quotes, in UTF-8. Not to be changed. */
    public synchronized byte[] quoted(int choice, Shown shown) {
        String echo = echo(choice);
        SerializableString words = passage(choice, shown).words;
        return (echo.isEmpty() ? words : new SerializedString(echo + words.getValue())).asQuotedUTF8();
    }

    /**
     * Returns how likely the tokens of one of the texts were.
     *
     * @param form how they are written
     * @param top how many likely tokens are named at each place
     */
    public synchronized JsonNode logprobs(int choice, Shown shown, LiveWord.LogprobsForm form, int top) {
        String echo = echo(choice);
        List<String> tokens = new ArrayList<>(writer.tokens().split(echo));
        tokens.addAll(writer.tokens().split(passage(choice, shown).text()));
        Likelihoods likelihoods = new Likelihoods(tokens, top);
        if (form == LiveWord.LogprobsForm.ITEMS) {
            return likelihoods.items(top);
        } else if (form == LiveWord.LogprobsForm.CHOSEN) {
            return likelihoods.chosen(top);
        }
        String prompt = echo.isEmpty() ? conversation(choice).asked() : "";
        return likelihoods.lists(top, prompt.codePointCount(0, prompt.length()), !echo.isEmpty());
    }

    public synchronized End end(int choice, Shown shown) {
        return passage(choice, shown).end;
    }

    /** Returns the stop sequence at which a text ended. */
    public synchronized Optional<String> sequence(int choice, Shown shown) {
        return Optional.ofNullable(passage(choice, shown).sequence);
    }

    private Passage passage(int choice, Shown shown) {
        boolean thinks = thinks(shown);
        int key = thinks ? -1 - choice : choice;
        Passage known = passages.get(key);
        if (known == null) {
            known = cut(composed(choice), thinks);
            passages.put(key, known);
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
        int room = room(thinks);
        if (tokens <= room) {
            return new Passage(text, sequence == null ? End.STOP : End.SEQUENCE, sequence, tokens);
        }
        String first = writer.tokens().first(room, text);
        return new Passage(first, End.LENGTH, null, Math.min(writer.tokens().count(first), Math.max(room, 0)));
    }

    private int limit() {
        // Who wants the prompt back may want nothing else.
        return most(rule.limit(), isAny(rule.echo()));
    }

    private String composed(int choice) {
        Conversation of = conversation(choice);
        conversation();
        Optional<JsonNode> schema = first(rule.form().schema(), request);
        if (schema.isPresent()) {
            JsonNode value = writer.instances(schema.get()).at("", Chance.mix(seed, 1_000L + choice), asked());
            return value.isTextual() && isAny(rule.form().word()) ? value.textValue() : value.toString();
        }
        Prose prose = new Prose(language(of), of, seed);
        if (isAny(rule.form().json())) {
            Optional<JsonNode> named = NamedKeys.schema(of.asked()).or(() -> NamedKeys.schema(of.instructions()));
            if (named.isPresent()) {
                return writer.instances(named.get())
                        .at("", Chance.mix(seed, 1_000L + choice), asked())
                        .toString();
            }
            ObjectNode object = JsonNodeFactory.instance.objectNode();
            object.put("subject", of.subject());
            object.put("answer", prose.answer(choice, new Length(Length.Unit.SENTENCES, 2)));
            return object.toString();
        }
        Length length = Length.of(of.asked());
        length = length.equals(Length.USUAL) ? Length.of(of.instructions()) : length;
        if (rule.turns().areAlone()) {
            return prose.continued(choice, length);
        } else if (of.result().isPresent()) {
            return prose.answer(choice, length.equals(Length.USUAL) ? AFTER_RESULT : length);
        }
        Optional<String> dictated = Dictated.of(of.asked(), Chance.mix(seed, choice))
                .or(() -> Dictated.of(of.instructions(), Chance.mix(seed, choice)));
        if (dictated.isPresent()) {
            return dictated.get();
        }
        boolean isEmpty = of.subject().isEmpty() && !of.hasPicture();
        SmallTalk talk = SmallTalk.of(of.asked());
        if (isEmpty || talk != SmallTalk.NONE) {
            return prose.courtesy(talk, choice);
        }
        return prose.answer(choice, length);
    }

    /** Returns the language that is asked for, or else that of the question. */
    private Language language(Conversation of) {
        // Prompts that are alone may each be in another language.
        Language known = rule.turns().areAlone() ? null : language;
        if (known == null) {
            known = Languages.wished(of.asked())
                    .or(() -> Languages.wished(of.instructions()))
                    .orElseGet(() -> Languages.of(of.asked().isEmpty() ? of.instructions() : of.asked()));
            language = known;
        }
        return known;
    }

    /** Returns the sentence that announces calls. */
    public synchronized String announcement(Shown shown) {
        return called(shown).announcement();
    }

    /** Returns the calls that a body shows: at least one, if there is a tool and the most tokens leave room for it. */
    public synchronized List<ToolCall> calls(Shown shown) {
        return called(shown).calls();
    }

    /** Returns whether the most tokens cut the calls. */
    public synchronized boolean isCut(Shown shown) {
        return called(shown).isCut();
    }

    /** Returns whether there is a tool to be called. */
    public synchronized boolean hasTools() {
        return !calls().isEmpty();
    }

    /** Returns whether no tool is called because the caller only greets or thanks, and may be answered in text. */
    public synchronized boolean needsNoTool() {
        Conversation of = conversation();
        return of.result().isEmpty()
                && !of.hasPicture()
                && SmallTalk.of(of.asked()) != SmallTalk.NONE
                && !isAny(rule.forced());
    }

    private Called called(Shown shown) {
        Called known = called;
        if (known == null || !known.shown().equals(shown)) {
            String announcement = shown.hasText()
                    ? language(conversation()).sentences().at("call", new Chance(seed).below(1_000), "")
                    : "";
            known = Called.of(shown, announcement, calls(), room(thinks(shown)), rule.tears(), writer.tokens());
            called = known;
        }
        return known;
    }

    /** Returns how many tokens thoughts leave for the answer. */
    private int room(boolean thinks) {
        int limit = limit();
        return thinks && limit < Integer.MAX_VALUE ? limit - thinkingTokens() : limit;
    }

    /** Whether the model thinks, the rule says where there is one; what is told was thought. */
    private boolean thinks(Shown shown) {
        if (rule.thinking().isEmpty() || shown.tellsThoughts()) {
            return shown.thinks();
        }
        Boolean known = thinks;
        if (known == null) {
            ContentRule.Thinking thinking = rule.thinking().get();
            known = isAny(thinking.when()) && !isAny(thinking.unless());
            thinks = known;
        }
        return known && shown.countsThoughts();
    }

    /** Returns what the model thinks before it writes. */
    public synchronized String thinking() {
        String known = thinking;
        if (known == null) {
            Conversation of = conversation();
            Language language = language(of);
            String space = language.isUnspaced() ? "" : " ";
            List<String> all = new ArrayList<>();
            for (int i = of.subject().isEmpty() ? 1 : 0;
                    i < language.sentences().of("thinking").size();
                    i++) {
                all.add(language.sentences().at("thinking", i, of.subject()));
            }
            known = writer.tokens().first(Math.min(limit(), budget()), String.join(space, all));
            thinking = known;
        }
        return known;
    }

    /** Returns the most tokens of the thoughts. */
    private int budget() {
        return rule.thinking().map(t -> most(t.budget(), false)).orElse(Integer.MAX_VALUE);
    }

    /** @param mayBeNone whether a number that is not above 0 allows none; else it says nothing */
    private int most(List<Locator> places, boolean mayBeNone) {
        for (Locator place : places) {
            JsonNode most = place.find(request);
            if (most.asLong(0) > 0) {
                return (int) Math.min(most.asLong(), Integer.MAX_VALUE);
            } else if (mayBeNone && most.isNumber()) {
                return 0;
            }
        }
        return Integer.MAX_VALUE;
    }

    /** Returns the tokens of the thoughts before all texts. */
    public synchronized int thinkingTokens(Shown shown) {
        return thinks(shown) ? thinkingTokens() * count() : 0;
    }

    private int thinkingTokens() {
        if (thinkingTokens < 0) {
            thinkingTokens = writer.tokens().count(thinking());
        }
        return thinkingTokens;
    }

    /** Returns the calls of the caller's tools: at least one, if there is a tool. */
    private List<ToolCall> calls() {
        List<ToolCall> known = calls;
        if (known == null) {
            Asked about = asked();
            known = new Calling(rule, request, writer, about, seed).calls();
            calls = known;
        }
        return known;
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
        return Condition.anyHolds(conditions, request);
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
        long sum = rule.turns().areFramed() ? 3L * of.turns() + 3 : 0;
        sum += of.tokenIds().size();
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

    /** Returns the caller's documents in order, best first, as many as are wanted. */
    public synchronized List<Ranked> ranking() {
        List<Ranked> known = ranking;
        if (known == null) {
            known = rule.ranking().map(r -> Ranked.of(r, request)).orElse(List.of());
            ranking = known;
        }
        return known;
    }

    /** Returns what was found in each of the things that are to be judged. */
    public synchronized List<Judgement> judgements() {
        List<Judgement> known = judgements;
        if (known == null) {
            known = rule.judging().map(r -> Judgement.of(r, request)).orElse(List.of());
            judgements = known;
        }
        return known;
    }

    public synchronized int mediaTokens() {
        return conversation().mediaTokens();
    }

    /** Returns the tokens of all texts or calls that a body shows, without thoughts. */
    public synchronized int answerTokens(Shown shown) {
        if (shown.calls()) {
            return called(shown).tokens() * count();
        }
        int sum = 0;
        for (int i = 0; shown.hasText() && i < count(); i++) {
            sum += passage(i, shown).tokens;
        }
        return sum;
    }
}
