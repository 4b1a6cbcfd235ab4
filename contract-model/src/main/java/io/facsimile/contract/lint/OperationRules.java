package io.facsimile.contract.lint;

import com.fasterxml.jackson.databind.JsonNode;
import io.facsimile.contract.Cause;
import io.facsimile.contract.Example;
import io.facsimile.contract.MediaType;
import io.facsimile.contract.Operation;
import io.facsimile.contract.Parameter;
import io.facsimile.contract.References;
import io.facsimile.contract.RequestSample;
import io.facsimile.contract.Response;
import io.facsimile.contract.bundle.Kind;
import io.facsimile.contract.language.Condition;
import io.facsimile.contract.source.Pointers;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What every operation of ours has. */
final class OperationRules {
    private static final String VERBS =
            "create|get|list|update|delete|cancel|submit|upload|extend|edit|finish|initialize|stream";
    private static final Pattern ID = Pattern.compile("(" + VERBS + ")[A-Z][A-Za-z0-9]*");

    private OperationRules() {}

    static void operationId(Subject subject, Report report) {
        for (Operation operation : subject.contract().operations()) {
            if (!ID.matcher(operation.id()).matches()) {
                report.problem(
                        operation.line(),
                        "the operationId \"" + operation.id() + "\" is not a verb and a noun in camelCase",
                        "begin it with one of " + VERBS.replace("|", ", "));
            }
        }
    }

    static void source(Subject subject, Report report) {
        for (Operation operation : subject.contract().operations()) {
            if (operation.sources().isEmpty()) {
                report.problem(operation.line(), operation + " has no x-source", "say where it comes from");
            }
        }
    }

    static void errorAnswers(Subject subject, Report report) {
        for (Operation operation : subject.contract().operations()) {
            if (operation.responses().stream().allMatch(Response::isSuccess)) {
                report.problem(
                        operation.line(), operation + " declares no error answer", "refer to the family's errors.yaml");
            }
        }
    }

    static void pair(Subject subject, Report report) {
        for (Operation operation : subject.contract().operations()) {
            Set<String> answers = new HashSet<>();
            operation.success().map(Response::content).orElse(List.of()).forEach(m -> names(m, answers));
            Optional<List<MediaType>> bodies = operation.requestBody().map(b -> b.content());
            if (bodies.isEmpty()) {
                if (answers.isEmpty()
                        && operation.success().map(r -> !r.content().isEmpty()).orElse(true)) {
                    report.problem(operation.line(), operation + " shows no answer", "add an example");
                }
                for (Parameter parameter : operation.parameters()) {
                    if (parameter.isRequired() && parameter.examples().isEmpty()) {
                        report.problem(
                                operation.line(),
                                "the required parameter \"" + parameter.name() + "\" of " + operation
                                        + " has no example",
                                "add one with the name of the answer's example");
                    }
                }
                continue;
            }
            Set<String> requests = new HashSet<>();
            bodies.get().forEach(m -> names(m, requests));
            Set<String> both = new HashSet<>(requests);
            both.retainAll(answers);
            if (both.isEmpty()) {
                report.problem(
                        operation.line(),
                        operation + " has no request example whose name an answer has",
                        "give a request and its answer one name");
            }
            for (String request : requests) {
                if (!answers.contains(request)) {
                    report.problem(
                            operation.line(),
                            "the request example \"" + request + "\" of " + operation + " has no answer of that name",
                            "add the answer or rename it");
                }
            }
        }
    }

    private static void names(MediaType mediaType, Set<String> into) {
        mediaType.examples().stream().map(Example::name).forEach(into::add);
    }

    static void causes(Subject subject, Report report) {
        for (Cause cause : Cause.values()) {
            if (!subject.contract().errors().containsKey(cause)) {
                report.problem(
                        "/x-errors",
                        "x-errors of " + subject.contract().provider() + " has no answer for " + cause.word(),
                        "add status and example");
            }
        }
    }

    /** The request example of a name gets the answer of that name. */
    static void chosen(Subject subject, Report report) {
        for (Operation operation : subject.contract().operations()) {
            if (!operation.taskRoles().isEmpty() || operation.success().isEmpty()) {
                continue;
            }
            List<MediaType> answers = operation.success().get().content();
            operation.requestBody().ifPresent(body -> body.content()
                    .forEach(m -> m.examples().forEach(request -> chosen(operation, answers, request.name(), report))));
        }
    }

    private static void chosen(Operation operation, List<MediaType> answers, String name, Report report) {
        RequestSample sample = RequestSample.of(operation, name);
        Optional<Example> first = answers.stream()
                .filter(m -> m.stream().isEmpty())
                .flatMap(m -> m.examples().stream())
                .filter(e -> !e.when().isEmpty() && Condition.allHold(e.when(), sample))
                .findFirst();
        boolean hasAnswer = answers.stream().filter(m -> m.stream().isEmpty()).anyMatch(m -> m.example(name)
                .isPresent());
        if (hasAnswer && first.isPresent() && !first.get().name().equals(name)) {
            report.problem(
                    first.get().line(),
                    "the request example \"" + name + "\" of " + operation + " gets the answer \""
                            + first.get().name() + "\"",
                    "make the x-when of one of them narrower, or put the narrower one first");
        }
        Optional<Example> own = answers.stream()
                .filter(m -> m.stream().isEmpty())
                .flatMap(m -> m.example(name).stream())
                .findFirst();
        if (first.isEmpty() && own.isPresent() && !own.get().when().isEmpty()) {
            report.problem(
                    own.get().line(),
                    "the answer example \"" + name + "\" of " + operation
                            + " is not for the request example of its name",
                    "correct its x-when");
        }
    }

    /** Links and callbacks lead somewhere. */
    static void links(Subject subject, Report report) {
        Kind.walk(subject.document(), (kind, pointer, node) -> {
            if (kind == Kind.LINK && !node.has("$ref")) {
                link(subject, pointer, node, report);
            }
        });
        for (Operation operation : subject.contract().operations()) {
            JsonNode callbacks = Pointers.at(subject.document(), operation.pointer() + "/callbacks");
            for (Map.Entry<String, JsonNode> callback : callbacks.properties()) {
                JsonNode resolved = References.follow(subject.document(), callback.getValue());
                resolved.fieldNames().forEachRemaining(address -> callback(subject, operation, address, report));
            }
        }
    }

    private static void link(Subject subject, String pointer, JsonNode node, Report report) {
        String id = node.path("operationId").asText();
        Optional<Operation> target = subject.contract().operation(id);
        if (target.isEmpty()) {
            report.problem(
                    pointer,
                    "the link \"" + Pointers.last(pointer) + "\" leads to \"" + id + "\", which is no operation of "
                            + subject.contract().provider(),
                    "name an operation of every provider that has this one");
            return;
        }
        for (Map.Entry<String, JsonNode> parameter : node.path("parameters").properties()) {
            String name = parameter.getKey().replaceFirst("^(path|query|header|cookie)\\.", "");
            boolean exists =
                    target.get().parameters().stream().anyMatch(p -> p.name().equals(name));
            if (!exists) {
                report.problem(
                        pointer,
                        "the link \"" + Pointers.last(pointer) + "\" sets \"" + parameter.getKey() + "\", which " + id
                                + " does not take",
                        "use one of its parameters");
            }
        }
    }

    private static final Pattern REQUEST_BODY = Pattern.compile("\\{\\$request\\.body#(/[^}]*)}");

    private static void callback(Subject subject, Operation operation, String address, Report report) {
        Matcher place = REQUEST_BODY.matcher(address);
        if (!place.find() || operation.requestBody().isEmpty()) {
            return;
        }
        boolean exists = operation.requestBody().get().content().stream()
                .flatMap(m -> m.schema().stream())
                .anyMatch(schema -> has(subject, schema, place.group(1)));
        if (!exists) {
            report.problem(
                    operation.line(),
                    "a callback of " + operation + " goes to " + place.group(1) + ", which its request does not have",
                    "name a member of the request");
        }
    }

    private static boolean has(Subject subject, String schema, String pointer) {
        JsonNode at = subject.contract().resolved(schema);
        for (String token : pointer.substring(1).split("/", -1)) {
            List<JsonNode> places = new ArrayList<>(List.of(at));
            for (String union : List.of("oneOf", "anyOf", "allOf")) {
                at.path(union).forEach(b -> places.add(References.follow(subject.document(), b)));
            }
            Optional<JsonNode> next = places.stream()
                    .map(p -> p.path("properties").path(Pointers.unescape(token)))
                    .filter(p -> !p.isMissingNode())
                    .findFirst();
            if (next.isEmpty()) {
                return false;
            }
            at = References.follow(subject.document(), next.get());
        }
        return true;
    }
}
