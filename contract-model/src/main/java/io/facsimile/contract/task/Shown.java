package io.facsimile.contract.task;

import java.util.Optional;

/**
 * An example of an operation, named by itself or with its status: {@code in-progress}, {@code 404/no-image-yet}.
 *
 * @param status absent for the operation's success answer
 */
public record Shown(Optional<Integer> status, String example) {
    public static Shown parse(String text) {
        int slash = text.indexOf('/');
        return slash < 0
                ? new Shown(Optional.empty(), text)
                : new Shown(Optional.of(Integer.valueOf(text.substring(0, slash))), text.substring(slash + 1));
    }

    @Override
    public String toString() {
        return status.map(s -> s + "/").orElse("") + example;
    }
}
