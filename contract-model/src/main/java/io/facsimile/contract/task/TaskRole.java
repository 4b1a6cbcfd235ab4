package io.facsimile.contract.task;

import io.facsimile.contract.language.Condition;
import io.facsimile.contract.language.Locator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The part that an operation plays for task types ({@code x-task}).
 *
 * @param types names of task types, {@code family.type}; for submit exactly one
 * @param when which requests it plays it for
 * @param id where the request names the task
 * @param ids where the request names several tasks
 * @param parent where the request names the parent
 * @param parentPattern its first group is the parent's id inside that value
 * @param itemOperation the polling operation whose answer shows one item of a batch or list
 * @param itemAt JSON pointer to the item inside that answer
 * @param into JSON pointer to the array that takes the items
 * @param pages how a batch or list comes in pages
 */
public record TaskRole(
        List<String> types,
        Role role,
        List<Condition> when,
        Optional<Locator> id,
        Optional<Locator> ids,
        Optional<Locator> parent,
        Optional<Pattern> parentPattern,
        Optional<String> itemOperation,
        String itemAt,
        String into,
        TaskPages pages) {
    /** What an operation does with a task. */
    public enum Role {
        SUBMIT,
        POLL,
        BATCH,
        LIST,
        CANCEL,
        CONTENT,
        FOLLOW_UP,
        RESUME,
        DELETE
    }

    public TaskRole {
        types = List.copyOf(types);
        when = List.copyOf(when);
    }
}
