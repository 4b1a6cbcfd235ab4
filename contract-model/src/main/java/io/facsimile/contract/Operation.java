package io.facsimile.contract;

import com.fasterxml.jackson.databind.JsonNode;
import io.facsimile.contract.source.SourceLine;
import io.facsimile.contract.task.TaskRole;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * One operation of a provider.
 *
 * @param id the operationId, unique within the provider
 * @param family the dialect that it belongs to; empty in a contract without families
 * @param method upper case
 * @param path the path template, such as {@code /v1/models/{model}}
 * @param security alternatives, each a list of schemes that must all be satisfied; empty for none
 * @param errors what it answers for each cause; causes that the contract does not name are absent
 * @param limits how it tells its rate limits
 * @param cost the raw value of {@code x-cost}; a missing node for free operations
 * @param content where its requests say what the model is to write; nothing where none writes
 * @param pointer where it stands in the bundled document
 * @param lines where a JSON pointer of the document was written
 */
public record Operation(
        String id,
        String family,
        String method,
        String path,
        String summary,
        String description,
        List<String> tags,
        boolean isDeprecated,
        List<Parameter> parameters,
        Optional<RequestBody> requestBody,
        List<Response> responses,
        List<List<SecurityScheme>> security,
        List<TaskRole> taskRoles,
        Map<Cause, ErrorAnswer> errors,
        LimitRule limits,
        JsonNode cost,
        Optional<ContentRule> content,
        List<Source> sources,
        String pointer,
        Function<String, SourceLine> lines) {
    public Operation {
        tags = List.copyOf(tags);
        parameters = List.copyOf(parameters);
        responses = List.copyOf(responses);
        security = List.copyOf(security);
        taskRoles = List.copyOf(taskRoles);
        errors = Map.copyOf(errors);
        sources = List.copyOf(sources);
    }

    /** Returns the closest declaration for a status code: the code itself, its class, {@code default}. */
    public Optional<Response> response(int code) {
        Optional<Response> best = Optional.empty();
        int closeness = -1;
        for (Response response : responses) {
            if (response.covers(code)) {
                int c = response.status().equals("default")
                        ? 0
                        : Character.isDigit(response.status().charAt(2)) ? 2 : 1;
                if (c > closeness) {
                    closeness = c;
                    best = Optional.of(response);
                }
            }
        }
        return best;
    }

    /**
     * Returns the answer that the operation gives when all goes well: the first declared 2xx, else 3xx, else what is
     * declared for every status.
     */
    public Optional<Response> success() {
        return first("2").or(() -> first("3")).or(() -> first("default"));
    }

    private Optional<Response> first(String prefix) {
        return responses.stream().filter(r -> r.status().startsWith(prefix)).findFirst();
    }

    /** Returns where it was written. */
    public SourceLine line() {
        return lines.apply(pointer);
    }

    @Override
    public String toString() {
        return id + " (" + method + " " + path + ")";
    }
}
