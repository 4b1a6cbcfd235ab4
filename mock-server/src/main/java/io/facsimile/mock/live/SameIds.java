package io.facsimile.mock.live;

import com.fasterxml.jackson.databind.JsonNode;
import io.facsimile.contract.language.LiveWord;
import io.facsimile.contract.language.RequestValues;
import io.facsimile.mock.content.Writing;
import io.facsimile.mock.task.TaskView;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;

/** The values of one answer in which an id is told more than once, each time the same. */
final class SameIds implements LiveValues {
    private final LiveValues values;
    private final long first;

    SameIds(LiveValues values) {
        this.values = values;
        this.first = values.freshNumber();
    }

    @Override
    public long numberOf(byte[] id, int index) {
        return new IdForm.Numbers(first + 31L * Arrays.hashCode(id) + index).next();
    }

    @Override
    public RequestValues request() {
        return values.request();
    }

    @Override
    public Instant now() {
        return values.now();
    }

    @Override
    public long freshNumber() {
        return values.freshNumber();
    }

    @Override
    public Optional<TaskView> task() {
        return values.task();
    }

    @Override
    public Optional<Writing> writing() {
        return values.writing();
    }

    @Override
    public Optional<String> answerHeader(String name) {
        return values.answerHeader(name);
    }

    @Override
    public String mediaUrl(LiveWord.Media media, int number) {
        return values.mediaUrl(media, number);
    }

    @Override
    public byte[] mediaBytes(LiveWord.Media media, int number) {
        return values.mediaBytes(media, number);
    }

    @Override
    public Optional<JsonNode> mediaSaid(LiveWord.MediaSaid said, int number) {
        return values.mediaSaid(said, number);
    }
}
