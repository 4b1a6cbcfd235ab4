package io.facsimile.mock.request;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.facsimile.contract.language.RequestValues;
import io.facsimile.mock.journal.Entry;
import io.facsimile.mock.limit.Ticket;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A request that met an operation: its values decoded, its body parsed. */
public final class Call implements RequestValues {
    private final MockRequest request;
    private Map<String, String> pathValues;
    private Map<String, String> replacedHeaders = Map.of();
    private Map<String, List<String>> query;
    private boolean queryIsParsed;
    private Entry.Verdict verdict = Entry.Verdict.UNCHECKED;
    private String problem = "";
    private String scenario = "";
    private @Nullable String credential;
    private String key = "";
    private Ticket ticket = Ticket.FREE;
    private JsonNode body = MissingNode.getInstance();
    private Optional<Refusal> unreadable = Optional.empty();
    private boolean isParsed;

    public Call(MockRequest request, Map<String, String> pathValues) {
        this.request = request;
        this.pathValues = pathValues;
        this.query = Map.of();
    }

    /** Notes what the contract says of the request, for the journal. */
    public void judged(Entry.Verdict verdict, String problem) {
        this.verdict = verdict;
        this.problem = problem;
    }

    public Entry.Verdict verdict() {
        return verdict;
    }

    /** Returns what is wrong with the request; "" for nothing. */
    public String problem() {
        return problem;
    }

    /** Notes the scenario that the caller asked for. */
    public void asked(String scenario) {
        this.scenario = scenario;
    }

    public String scenario() {
        return scenario;
    }

    /** Returns whether it is known who calls. */
    public boolean isIdentified() {
        return credential != null;
    }

    /**
     * Notes who calls.
     *
     * @param credential as it was sent; "" for none
     * @param key the same without what the caller asks for behind it
     */
    public void identified(String credential, String key) {
        this.credential = credential;
        this.key = key;
    }

    /** Returns the credential as it was sent; "" for none, or if nobody looked for it. */
    public String credential() {
        return credential == null ? "" : credential;
    }

    /** Returns the caller's key; "" for none, or if nobody looked for it. */
    public String key() {
        return key;
    }

    /** Gives the call its way past the limits of its key. */
    public void limitedBy(Ticket given) {
        this.ticket = given;
    }

    public Ticket ticket() {
        return ticket;
    }

    public MockRequest request() {
        return request;
    }

    /** Parses the body, unless that was done before. Returns why it cannot be, or nothing. */
    public Optional<Refusal> parsedBy(RequestCheck check) {
        if (!isParsed) {
            unreadable = check.parse(this);
            isParsed = true;
        }
        return unreadable;
    }

    /** Sets the parsed body: JSON, or the fields of a form as an object. */
    public void setBody(JsonNode parsed) {
        this.body = parsed;
    }

    @Override
    public JsonNode body() {
        return body;
    }

    @Override
    public Optional<String> path(String name) {
        return Optional.ofNullable(pathValues.get(name));
    }

    /** Returns the decoded path parameters. */
    public Map<String, String> pathValues() {
        return pathValues;
    }

    @Override
    public Optional<String> query(String name) {
        List<String> values = queryValues().get(name);
        return values == null ? Optional.empty() : Optional.of(values.get(0));
    }

    /** Returns every decoded query parameter. */
    public Map<String, List<String>> queryValues() {
        if (!queryIsParsed) {
            query = Query.parse(request.query());
            queryIsParsed = true;
        }
        return query;
    }

    @Override
    public Optional<String> header(String name) {
        String replaced = replacedHeaders.isEmpty() ? null : replacedHeaders.get(name.toLowerCase(Locale.ROOT));
        if (replaced != null) {
            return replaced.isEmpty() ? Optional.empty() : Optional.of(replaced);
        }
        return request.headers().get(name);
    }

    /** Returns the value of a cookie, decoded. */
    public Optional<String> cookie(String name) {
        String header = request.headers().first("cookie");
        if (header == null) {
            return Optional.empty();
        }
        for (String pair : header.split(";", -1)) {
            int equals = pair.indexOf('=');
            if (equals > 0 && pair.substring(0, equals).strip().equals(name)) {
                return Optional.of(Query.decode(pair.substring(equals + 1).strip(), false));
            }
        }
        return Optional.empty();
    }

    /** Puts another value in place of a header's; an empty one hides the header. */
    public void replaceHeader(String name, String value) {
        Map<String, String> replaced = new HashMap<>(replacedHeaders);
        replaced.put(name.toLowerCase(Locale.ROOT), value);
        replacedHeaders = replaced;
    }

    /** Puts another value in place of a path parameter's. */
    public void replacePath(String name, String value) {
        Map<String, String> replaced = new HashMap<>(pathValues);
        replaced.put(name, value);
        pathValues = replaced;
    }
}
