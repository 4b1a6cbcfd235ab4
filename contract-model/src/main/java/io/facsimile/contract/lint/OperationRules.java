package io.facsimile.contract.lint;

import io.facsimile.contract.Example;
import io.facsimile.contract.MediaType;
import io.facsimile.contract.Operation;
import io.facsimile.contract.Parameter;
import io.facsimile.contract.Response;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
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
}
