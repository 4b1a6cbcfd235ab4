package io.facsimile.mock.content;

import java.util.List;
import java.util.regex.Pattern;

/**
 * Texts in a language about what a conversation is about.
 *
 * @param seed equal seeds make equal texts
 */
record Prose(Language language, Conversation of, long seed) {
    private static final int SENTENCES_OF_PARAGRAPH = 3;

    /** Up to so many words a text has as many as are asked for; longer ones end with their sentence. */
    private static final int MOST_EXACT = 40;

    /** From so many words on a text says first what it is about. */
    private static final int LEAST_OPENED = 12;

    /** What a prompt ends with that is a question or a whole sentence. */
    private static final Pattern ENDED = Pattern.compile("[?!.:？！。：؟।]\\s*$");

    /** How a prompt begins that orders a text. */
    private static final Pattern ORDERS = Pattern.compile(
            "^\\s*(?:please |bitte )?(?:write|tell|explain|describe|list|give|summari[sz]e|translate|name|answer|say|classify|generate"
                    + "|schreibe?|erkläre?|écris|explique|escribe|explica|scrivi)\\b",
            Pattern.CASE_INSENSITIVE);

    private static final Pattern UNENDED = Pattern.compile("[\\p{L}\\p{M}\\p{N}\\p{Sc}%°)\\]}\"”’]$");

    /**
     * Returns an answer.
     *
     * @param choice which of several, from 0
     */
    String answer(int choice, Length length) {
        Sentences sentences = language.sentences();
        Chance chance = new Chance(seed);
        int start = chance.below(1_000) + choice;
        int next = chance.below(1_000) + choice / sentences.of("opening").size();
        List<String> things =
                length.unit() == Length.Unit.ITEMS && of.result().isEmpty() ? Things.of(of.asked()) : List.of();
        boolean areThings = length.count() <= things.size();
        String opening = of.result().isPresent()
                ? told(start, of.result().get())
                : of.hasPicture()
                        ? sentences.at("picture", start, of.subject())
                        : sentences.at(areThings ? "list" : "opening", start, of.subject());
        String space = language.isUnspaced() ? "" : " ";
        StringBuilder text = new StringBuilder(opening);
        int words = length.unit() == Length.Unit.WORDS ? length.count() : MOST_EXACT + 1;
        if (words < LEAST_OPENED && of.result().isEmpty()) {
            return words == 1
                    ? sentences.at("word", start, "")
                    : language.cut(sentences.at("body", next, of.subject()), words);
        }
        switch (length.unit()) {
            case SENTENCES -> {
                for (int i = 1; i < length.count(); i++) {
                    boolean isLast = (i > 1 || of.result().isPresent()) && i == length.count() - 1;
                    text.append(space).append(sentences.at(isLast ? "closing" : "body", next + i, of.subject()));
                }
            }
            case ITEMS -> {
                for (int i = 1; i <= length.count(); i++) {
                    String item = areThings
                            ? things.get(Math.floorMod(next + i, things.size()))
                            : sentences.at("item", next + i, of.subject());
                    text.append('\n').append(i).append(". ").append(item);
                }
            }
            case WORDS -> {
                int size = language.size(opening);
                for (int i = 1; size < length.count() - (words > MOST_EXACT ? 4 : 0) && i < 1_000; i++) {
                    String sentence = sentences.at("body", next + i, of.subject());
                    size += language.size(sentence);
                    text.append(i % 8 == 0 ? "\n\n" : space).append(sentence);
                }
                if (words <= MOST_EXACT && of.result().isEmpty()) {
                    return language.cut(text.toString(), words);
                }
            }
            case PARAGRAPHS -> {
                for (int i = 1; i < SENTENCES_OF_PARAGRAPH * length.count(); i++) {
                    text.append(i % SENTENCES_OF_PARAGRAPH == 0 ? "\n\n" : space)
                            .append(sentences.at("body", next + i, of.subject()));
                }
            }
            case LINES -> {
                for (int i = 1; i < length.count(); i++) {
                    text.append('\n').append(sentences.at("body", next + i, of.subject()));
                }
            }
        }
        return text.toString();
    }

    /** Returns what follows a prompt that is no conversation: an answer to a question, else what it might go on with. */
    String continued(int choice, Length length) {
        String prompt = of.asked();
        if (prompt.isBlank()) {
            return language.sentences().at("body", new Chance(seed).below(1_000) + choice, "");
        }
        String space = language.isUnspaced() || Character.isWhitespace(prompt.charAt(prompt.length() - 1)) ? "" : " ";
        if (ENDED.matcher(prompt).find()
                || !length.equals(Length.USUAL)
                || ORDERS.matcher(prompt).find()) {
            return space + answer(choice, length);
        }
        StringBuilder text = new StringBuilder();
        Chance chance = new Chance(seed);
        int next = chance.below(1_000) + choice;
        if (language.sentences().of("continuation").isEmpty()) {
            text.append('…');
        } else {
            text.append(language.sentences().at("continuation", next, ""));
        }
        for (int i = 1; i < Length.USUAL.count(); i++) {
            text.append(language.isUnspaced() ? "" : " ")
                    .append(language.sentences().at("body", next + i, ""));
        }
        return text.toString();
    }

    private String told(int start, Returned result) {
        String sentence = language.sentences().at(result.isError() ? "failed" : "result", start, result.words());
        return UNENDED.matcher(sentence).find() ? sentence + language.fullStop() : sentence;
    }

    /** Returns the answer to a greeting, or to thanks. */
    String courtesy(SmallTalk to, int choice) {
        String use = to == SmallTalk.THANKS ? "thanks" : "greeting";
        return language.sentences().at(use, new Chance(seed).below(1_000) + choice, "");
    }
}
