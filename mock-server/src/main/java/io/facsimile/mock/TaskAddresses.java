package io.facsimile.mock;

import io.facsimile.contract.Operation;
import io.facsimile.contract.Parameter;
import io.facsimile.contract.language.Locator;
import io.facsimile.contract.language.RequestValues;
import io.facsimile.contract.task.TaskRole;
import io.facsimile.mock.request.Call;
import io.facsimile.mock.task.TaskView;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/** Where this simulator answers for tasks: the addresses that an operation's answers name ({@code task.address}). */
final class TaskAddresses {
    private final Operation operation;
    private final Function<String, Optional<Operation>> others;

    /**
     * @param operation whose answers name them
     * @param others finds an operation of the same provider by its id
     */
    TaskAddresses(Operation operation, Function<String, Optional<Operation>> others) {
        this.operation = operation;
        this.others = others;
    }

    /** Returns the parameter of the path that names a task. */
    static String parameter(Operation operation, Optional<Locator> id) {
        if (id.isPresent() && id.get() instanceof Locator.Path path) {
            return path.name();
        }
        return operation.parameters().stream()
                .filter(p -> p.in() == Parameter.In.PATH)
                .map(Parameter::name)
                .reduce((first, last) -> last)
                .orElse("id");
    }

    /**
     * Returns the address at which an operation answers for a task, below the same prefix as the call's. What else its path
     * has to say is taken from the call, from the request that submitted the task, or else from the example's address.
     *
     * @param example the address that the example shows
     * @return nothing where there is no such operation, or nothing says what its path has to say
     */
    Optional<String> of(String operationId, Call call, TaskView task, String example) {
        return others.apply(operationId).flatMap(other -> path(other, call, task, example)
                .map(path -> call.request().origin() + prefix(call) + path));
    }

    private static Optional<String> path(Operation other, Call call, TaskView task, String example) {
        String[] wanted = segments(other.path());
        String[] shown = segments(example);
        String ofTask = parameter(
                other, other.taskRoles().stream().map(TaskRole::id).findFirst().flatMap(id -> id));
        StringBuilder path = new StringBuilder();
        for (int i = 0; i < wanted.length; i++) {
            String segment = wanted[i];
            if (segment.startsWith("{") && segment.endsWith("}")) {
                String name = segment.substring(1, segment.length() - 1);
                int place = shown.length - wanted.length + i;
                Optional<String> value = name.equals(ofTask)
                        ? Optional.of(task.id())
                        : Stream.<RequestValues>of(call, task.submittedWith())
                                .flatMap(request -> request.path(name).stream())
                                .findFirst()
                                .map(TaskAddresses::encoded)
                                .or(() -> place < 0 ? Optional.empty() : Optional.of(shown[place]));
                if (value.isEmpty()) {
                    return Optional.empty();
                }
                segment = value.get();
            }
            path.append(i == 0 ? "" : "/").append(segment);
        }
        return Optional.of(path.toString());
    }

    /** What stands before the operation's own path where it was called. */
    private String prefix(Call call) {
        List<String> called = Arrays.asList(segments(call.request().path()));
        int before = called.size() - segments(operation.path()).length;
        return before <= 0 ? "" : "/" + String.join("/", called.subList(1, before + 1));
    }

    private static String[] segments(String path) {
        return path.split("/", -1);
    }

    private static String encoded(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
