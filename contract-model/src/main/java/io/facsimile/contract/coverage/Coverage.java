package io.facsimile.contract.coverage;

import com.fasterxml.jackson.databind.JsonNode;
import io.facsimile.contract.Contract;
import io.facsimile.contract.MediaType;
import io.facsimile.contract.Operation;
import io.facsimile.contract.Source;
import io.facsimile.contract.bundle.Kind;
import io.facsimile.contract.task.TaskType;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * How much of the documents the contracts cover.
 *
 * @param documents in their order
 * @param total all documents and providers together; what providers share is counted once
 */
public record Coverage(List<Document> documents, Count total) {
    public Coverage {
        documents = List.copyOf(documents);
    }

    /**
     * A document and the contract that is transcribed from it.
     *
     * @param id the document's number
     * @param name what it is called
     * @param providers whose contracts name it as their source
     */
    public record Document(String id, String name, List<String> providers, Count count) {
        public Document {
            providers = List.copyOf(providers);
        }
    }

    /**
     * Counts.
     *
     * @param titles the document's titles
     * @param mapped those that lead to an operation and example, to a schema, or to the reason why there is neither
     * @param operations the providers' operations
     * @param examples named bodies of requests, answers and streams
     * @param states states and other ends of task types
     * @param causes causes of errors that have an answer of their own
     * @param sources statements of {@code x-source} by how sure they are
     */
    public record Count(
            int titles,
            int mapped,
            int operations,
            int examples,
            int states,
            int causes,
            Map<Source.Kind, Integer> sources) {
        public Count {
            sources = Map.copyOf(sources);
        }

        /** Returns which share of the statements is of a kind, from 0 to 1; 0 if there are none. */
        public double share(Source.Kind kind) {
            int all = sources.values().stream().mapToInt(Integer::intValue).sum();
            return all == 0 ? 0 : sources.getOrDefault(kind, 0) / (double) all;
        }
    }

    /**
     * Counts what there is.
     *
     * @param documents the content of {@code documents.yaml}
     * @param contracts of all providers
     */
    public static Coverage of(JsonNode documents, Collection<Contract> contracts) {
        List<Document> counted = new ArrayList<>();
        int titles = 0;
        int mapped = 0;
        for (Map.Entry<String, JsonNode> document : documents.path("documents").properties()) {
            List<Contract> of =
                    contracts.stream().filter(c -> names(c, document.getKey())).toList();
            int all = document.getValue().path("titles").size();
            int done = mapped(document.getValue().path("titles"));
            titles += all;
            mapped += done;
            counted.add(new Document(
                    document.getKey(),
                    document.getValue().path("name").asText(),
                    of.stream().map(Contract::provider).toList(),
                    count(all, done, of)));
        }
        return new Coverage(counted, count(titles, mapped, contracts));
    }

    private static boolean names(Contract contract, String document) {
        for (JsonNode source : contract.document().path("info").path("x-source")) {
            if (source.path("document").asText().equals(document)) {
                return true;
            }
        }
        return false;
    }

    private static int mapped(JsonNode titles) {
        int mapped = 0;
        for (JsonNode title : titles) {
            mapped += title.has("operation") || title.has("schema") || title.has("prose") ? 1 : 0;
        }
        return mapped;
    }

    private static Count count(int titles, int mapped, Collection<Contract> contracts) {
        Set<String> operations = new HashSet<>();
        Set<String> examples = new HashSet<>();
        Set<String> states = new HashSet<>();
        Set<String> causes = new HashSet<>();
        Set<String> sources = new HashSet<>();
        Map<Source.Kind, Integer> kinds = new EnumMap<>(Source.Kind.class);
        for (Contract contract : contracts) {
            for (Operation operation : contract.operations()) {
                operations.add(operation.id());
                operation.requestBody().ifPresent(b -> examples(operation, "request", b.content(), examples));
                operation.responses().forEach(r -> examples(operation, r.status(), r.content(), examples));
                operation.errors().keySet().forEach(c -> causes.add(c.word()));
            }
            for (TaskType type : contract.tasks().values()) {
                type.states().forEach(s -> states.add(type.name() + " " + s.name()));
                type.outcomes().keySet().forEach(o -> states.add(type.name() + " " + o));
            }
            Kind.walk(contract.document(), (kind, pointer, node) -> {
                int number = 0;
                for (JsonNode source : node.path("x-source")) {
                    // Where it was written, so that what providers share counts once.
                    String place = contract.lines().apply(pointer) + " " + number++ + " " + pointerTail(pointer);
                    if (sources.add(place)) {
                        kinds.merge(kind(source), 1, Integer::sum);
                    }
                }
            });
        }
        return new Count(titles, mapped, operations.size(), examples.size(), states.size(), causes.size(), kinds);
    }

    private static String pointerTail(String pointer) {
        return pointer.substring(pointer.lastIndexOf('/') + 1);
    }

    private static Source.Kind kind(JsonNode source) {
        return Source.Kind.valueOf(source.path("kind").asText().toUpperCase(Locale.ROOT));
    }

    private static void examples(Operation operation, String where, List<MediaType> content, Set<String> into) {
        for (MediaType mediaType : content) {
            mediaType
                    .examples()
                    .forEach(e -> into.add(operation.id() + " " + where + " " + mediaType.name() + " " + e.name()));
        }
    }
}
