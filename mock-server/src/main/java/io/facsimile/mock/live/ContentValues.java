package io.facsimile.mock.live;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.facsimile.contract.language.LiveWord;
import io.facsimile.contract.language.RequestValues;
import io.facsimile.mock.content.Judgement;
import io.facsimile.mock.content.Ranked;
import io.facsimile.mock.content.Shown;
import io.facsimile.mock.content.ToolCall;
import io.facsimile.mock.content.Writing;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What holes are filled with that show what the model writes, and how much of it. */
final class ContentValues {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final int EMPTY_LIST = 2;

    private ContentValues() {}

    /**
     * Returns what a hole is filled with; null for the example's value.
     *
     * @param index which text, call, document or judgement
     */
    static @Nullable JsonNode of(
            LiveWord.Content word,
            Template.Hole hole,
            LiveValues values,
            Writing writing,
            int index,
            Template.Shape shape) {
        Shown shown = shape.shown();
        if (word instanceof LiveWord.Text) {
            return TextNode.valueOf(shown.calls() ? writing.announcement(shown) : writing.text(index, shown));
        } else if (word instanceof LiveWord.Thinking) {
            return TextNode.valueOf(writing.thinking());
        } else if (word instanceof LiveWord.Tokens tokens) {
            return NODES.numberNode(tokens(tokens.kind(), writing, shown) + hole.rest());
        } else if (word instanceof LiveWord.Finish finish) {
            return finish(finish, hole, writing, index, shape);
        } else if (word instanceof LiveWord.Logprobs logprobs) {
            return logprobs(logprobs, hole, values.request(), writing, index, shown);
        } else if (word instanceof LiveWord.FinishSequence) {
            return shown.calls() || !shown.hasText()
                    ? NODES.nullNode()
                    : writing.sequence(index, shown)
                            .<JsonNode>map(TextNode::valueOf)
                            .orElseGet(NODES::nullNode);
        } else if (word instanceof LiveWord.Rank rank) {
            return index < writing.ranking().size()
                    ? rankValue(rank.part(), writing.ranking().get(index), hole)
                    : null;
        } else if (word instanceof LiveWord.Flagged
                || word instanceof LiveWord.Found
                || word instanceof LiveWord.Score) {
            return index < writing.judgements().size()
                    ? judged(word, writing.judgements().get(index))
                    : null;
        }
        return callValue(word, hole, values, writing.calls(shown), index);
    }

    private static @Nullable JsonNode finish(
            LiveWord.Finish finish, Template.Hole hole, Writing writing, int index, Template.Shape shape) {
        Shown shown = shape.shown();
        if (shown.calls()) {
            boolean isCut = !shape.isWhole() && writing.isCut(shown);
            return isCut ? finish.length() : hole.onlyWhenCut() ? null : finish.stop();
        }
        if (hole.onlyWhenCut()) {
            return null;
        }
        return switch (shown.hasText() ? writing.end(index, shown) : Writing.End.LENGTH) {
            case STOP -> finish.stop();
            case LENGTH -> finish.length();
            case SEQUENCE -> finish.sequence();
        };
    }

    private static @Nullable JsonNode judged(LiveWord.Content word, Judgement judgement) {
        if (word instanceof LiveWord.Found found) {
            return NODES.booleanNode(judgement.isFound(found.category()));
        }
        return word instanceof LiveWord.Score score
                ? NODES.numberNode(judgement.score(score.category()))
                : NODES.booleanNode(judgement.isFlagged());
    }

    private static JsonNode rankValue(LiveWord.RankPart part, Ranked ranked, Template.Hole hole) {
        return switch (part) {
            case INDEX -> NODES.numberNode(ranked.index());
            case SCORE -> NODES.numberNode(ranked.score());
            case DOCUMENT -> document(ranked, hole);
        };
    }

    private static JsonNode document(Ranked ranked, Template.Hole hole) {
        if (hole.form() == Template.Form.TEXT) {
            return TextNode.valueOf(ranked.text());
        }
        return ranked.document().isTextual() ? inPlace(ranked.document(), hole) : ranked.document();
    }

    /** Where the example has an object for a text, the text stands in it, in place of the example's. */
    private static JsonNode inPlace(JsonNode text, Template.Hole hole) {
        JsonNode shown = Template.parsed(hole.otherwise());
        if (shown instanceof ObjectNode object) {
            for (Map.Entry<String, JsonNode> member : object.properties()) {
                if (member.getValue().isTextual()) {
                    object.set(member.getKey(), text);
                    return object;
                }
            }
        }
        return text;
    }

    private static @Nullable JsonNode callValue(
            LiveWord.Content word, Template.Hole hole, LiveValues values, List<ToolCall> calls, int index) {
        if (index >= calls.size()) {
            return null;
        }
        ToolCall call = calls.get(index);
        if (word instanceof LiveWord.ToolId) {
            return hole.id()
                    .<JsonNode>map(form -> TextNode.valueOf(form.id(values.freshNumber())))
                    .orElse(null);
        } else if (word instanceof LiveWord.ToolName) {
            return TextNode.valueOf(call.name());
        } else if (word instanceof LiveWord.ToolArguments) {
            return hole.form() == Template.Form.TEXT ? TextNode.valueOf(call.input()) : call.arguments();
        } else if (word instanceof LiveWord.ToolInput) {
            return TextNode.valueOf(call.input());
        }
        return null;
    }

    /** An example's empty list says that nobody asked. */
    private static @Nullable JsonNode logprobs(
            LiveWord.Logprobs word,
            Template.Hole hole,
            RequestValues request,
            Writing writing,
            int index,
            Shown shown) {
        JsonNode top = word.top().find(request);
        boolean isAsked = top.isNumber() || hole.otherwise().length > EMPTY_LIST;
        if (!isAsked || shown.calls()) {
            return null;
        }
        return writing.logprobs(index, shown, word.form(), top.asInt(0));
    }

    /** What is not shown is not counted either. */
    private static long tokens(LiveWord.TokenKind kind, Writing writing, Shown shown) {
        return switch (kind) {
            case TEXT -> writing.textTokens();
            case MEDIA -> writing.mediaTokens();
            case PROMPT -> (long) writing.textTokens() + writing.mediaTokens();
            case THINKING -> writing.thinkingTokens(shown);
            case ANSWER -> writing.answerTokens(shown);
            case COMPLETION -> writing.answerTokens(shown) + writing.thinkingTokens(shown);
            case TOTAL ->
                (long) writing.textTokens()
                        + writing.mediaTokens()
                        + writing.answerTokens(shown)
                        + writing.thinkingTokens(shown);
        };
    }
}
