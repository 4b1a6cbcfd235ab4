package io.facsimile.mock;

import com.fasterxml.jackson.databind.JsonNode;
import io.facsimile.contract.language.LiveWord;
import io.facsimile.contract.language.RequestValues;
import io.facsimile.mock.content.Writing;
import io.facsimile.mock.live.IdForm;
import io.facsimile.mock.live.LiveValues;
import io.facsimile.mock.media.Remark;
import io.facsimile.mock.media.Shelf;
import io.facsimile.mock.media.Wish;
import io.facsimile.mock.request.Call;
import io.facsimile.mock.scenario.Scenario;
import io.facsimile.mock.task.TaskView;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The live values of one call. */
record CallValues(
        Call call,
        Scenario scenario,
        Instant now,
        IdForm.Numbers numbers,
        Shelf media,
        Optional<TaskView> task,
        Optional<Writing> writing,
        Map<String, String> headers,
        TaskAddresses addresses)
        implements LiveValues {
    @Override
    public RequestValues request() {
        return call;
    }

    @Override
    public long freshNumber() {
        return numbers.next();
    }

    @Override
    public String mediaUrl(LiveWord.Media word, int number) {
        // A task's files are there since it ended, however often it is looked at.
        Instant since = task.map(t -> t.finished().orElse(t.submitted())).orElse(now);
        return media.url(
                call.request().origin(),
                wish(word, number),
                numbers.next(),
                since.plus(word.rule().lifetime()));
    }

    @Override
    public Optional<String> answerHeader(String name) {
        for (Map.Entry<String, String> header : headers.entrySet()) {
            if (header.getKey().equalsIgnoreCase(name)) {
                return Optional.of(header.getValue());
            }
        }
        return Optional.empty();
    }

    @Override
    public Optional<String> taskAddress(String operation, String example) {
        return task.flatMap(shown -> addresses.of(operation, call, shown, example));
    }

    private Wish wish(LiveWord.Media word, int number) {
        return Wish.of(word, asked(), number);
    }

    /** The request that says what files are to be like: of a task, the one that submitted it. */
    private RequestValues asked() {
        return task.<RequestValues>map(TaskView::submittedWith).orElse(call);
    }

    @Override
    public Optional<JsonNode> mediaSaid(LiveWord.MediaSaid said, int number) {
        return Remark.of(said, asked(), number);
    }

    @Override
    public String mediaType(LiveWord.Media word, int number) {
        return Shelf.type(wish(word, number).format());
    }

    @Override
    public byte[] mediaBytes(LiveWord.Media word, int number) {
        return media.bytes(wish(word, number));
    }

    /** The values for a call that says what the model is to write. */
    CallValues with(Writing written) {
        return new CallValues(call, scenario, now, numbers, media, task, Optional.of(written), headers, addresses);
    }

    /** Returns the same for an answer of which the status is to be told, too. */
    CallValues withStatus(int status) {
        Map<String, String> told = new HashMap<>(headers);
        told.put(LiveWord.STATUS, Integer.toString(status));
        return with(told);
    }

    /** The values for a body whose answer has these headers. */
    CallValues with(Map<String, String> answerHeaders) {
        return new CallValues(call, scenario, now, numbers, media, task, writing, answerHeaders, addresses);
    }

    /** The values for showing a task. Ids and addresses are drawn from the task's own, so that each look shows the same. */
    CallValues with(TaskView view) {
        return new CallValues(
                call,
                scenario,
                now,
                IdForm.Numbers.of(view.id()),
                media,
                Optional.of(view),
                writing,
                headers,
                addresses);
    }
}
