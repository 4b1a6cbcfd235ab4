package io.facsimile.mock.live;

import com.fasterxml.jackson.databind.JsonNode;
import io.facsimile.contract.language.LiveWord;
import io.facsimile.contract.language.RequestValues;
import io.facsimile.mock.content.Writing;
import io.facsimile.mock.task.TaskView;
import java.time.Instant;
import java.util.Optional;

/** What the holes of a template are filled from, for one answer. */
public interface LiveValues {
    RequestValues request();

    /** The moment of the answer. */
    Instant now();

    /** A number that no other id of this run is made from. */
    long freshNumber();

    /** The task that is submitted or shown. */
    Optional<TaskView> task();

    /**
     * The address at which an operation answers for the task; nothing where there is none.
     *
     * @param example the address that the example shows
     */
    default Optional<String> taskAddress(String operation, String example) {
        return Optional.empty();
    }

    /** What the model writes; nothing where the operation's requests do not say what to write. */
    Optional<Writing> writing();

    /** What a header of the answer says; nothing where it has no such header. */
    default Optional<String> answerHeader(String name) {
        return Optional.empty();
    }

    /**
     * The address of a file that this simulator serves.
     *
     * @param number which one of several it is, from 0
     */
    String mediaUrl(LiveWord.Media media, int number);

    /**
     * What is to be said of such a file; nothing where requests of the kind do not say it.
     *
     * @param number which one of several it is, from 0
     */
    Optional<JsonNode> mediaSaid(LiveWord.MediaSaid said, int number);

    /** The media type of such a file. */
    default String mediaType(LiveWord.Media media, int number) {
        return "application/octet-stream";
    }

    /** The bytes of such a file. */
    byte[] mediaBytes(LiveWord.Media media, int number);
}
