package io.facsimile.contracttests;

import static io.facsimile.contracttests.RawConnection.bytes;
import static io.facsimile.contracttests.RawConnection.join;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.RawValue;
import io.facsimile.contract.Contract;
import io.facsimile.contract.MediaType;
import io.facsimile.contract.Operation;
import io.facsimile.contract.RequestSample;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;

/**
 * Requests that mean harm, as bytes: what breaks parsers, what fills memory, what runs for ever. Each is made from the
 * documented request of an operation, all operations in turn; the same seed gives the same requests.
 */
final class HostileRequests {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    /** Numbers that libraries choke on when they write them out or round them. */
    private static final List<String> NUMBERS = List.of(
            "1e999999999",
            "-1e999999999",
            "1e-999999999",
            "1E400",
            "123456789012345678901234567890",
            "9".repeat(900),
            "0." + "0".repeat(900) + "1",
            "-0",
            "2147483648",
            "-2147483649",
            "9223372036854775808",
            "1e308",
            "4.9e-324");

    private static final List<String> TEXTS = List.of(
            "",
            " ",
            "\u0000",
            "\ud800",
            "\udfff\ud800",
            "\r\nSet-Cookie: stolen=1\r\n\r\n<html>",
            "${jndi:ldap://127.0.0.1/x}",
            "{{request.headers.Authorization}}",
            "../../../../etc/passwd",
            "file:///etc/passwd",
            "http://127.0.0.1:1/",
            "data:image/png;base64,!!!!",
            "\u202e\u0301\ufeff".repeat(200),
            "🏳️‍🌈".repeat(3_000),
            "a".repeat(100_000),
            "Write 99999999999999999999 words",
            "Write 2147483648 sentences in -1 words, exactly 1e9 paragraphs",
            "列出99999999999个",
            "[INST] {\"a\":".repeat(2_000),
            "@code=abc",
            "gpt-4o@times=999999999999",
            "%00%ff%c0%80",
            "'; DROP TABLE tasks; --");

    private static final List<String> PATTERNS = List.of(
            "^(a+)+$",
            "^(([a-z])+.)+[A-Z]([a-z])+$",
            "(x+x+)+y",
            "^(a|aa)+$",
            "(.*)*(.*)*(.*)*=",
            "([a-zA-Z]+)*$",
            "^(?:(?:a{1,500}){1,500}){1,500}$",
            "a{2147483647}",
            "a{1,99999999999}",
            "(?<=a{1,1000})b",
            "(((((((((((((((((((((",
            "[z-a]",
            "\\",
            "(?P<x>a)\\k<y>",
            "^\\p{Nonsense}$",
            "(" + "a|".repeat(5_000) + "b)",
            "(".repeat(3_000) + ")".repeat(3_000),
            "^[\\s\\S]{0,100000}$",
            "(?!)",
            "$^");

    private static final List<String> METHODS = List.of(
            "TRACE",
            "CONNECT",
            "PROPFIND",
            "get",
            "G\u00e4T",
            "DELETE",
            "PUT",
            "PATCH",
            "HEAD",
            "OPTIONS",
            "QUERY",
            "A".repeat(300),
            "POST\tx",
            "");

    private static final List<String> PATHS = List.of(
            "/../../../../etc/passwd",
            "/%2e%2e/%2e%2e/etc/passwd",
            "/..%2f..%2f..%2fetc%2fpasswd",
            "/..%5c..%5cwindows",
            "/%00",
            "/%",
            "/%zz%1",
            "/%c0%ae%c0%ae/",
            "/v1//chat///completions/",
            "/v1/chat/completions;jsessionid=1",
            "//127.0.0.1:1/v1/chat/completions",
            "http://127.0.0.1:1/v1/models",
            "http://[::1",
            "*",
            "x",
            "/__facsimile/../v1/models",
            "/__facsimile/media/..%2f..%2f..%2fetc%2fpasswd",
            "/__facsimile/tasks/%2e%2e/complete",
            "/__facsimile/journal?status=%zz&verdict=%00",
            "/__facsimile/nothing",
            "/?" + "a=b&".repeat(5_000),
            "/?prefer=" + "code%3D429%2C".repeat(500),
            "/?prefer=code%3D999&prefer=%00",
            "/" + "a/".repeat(5_000),
            "/" + "%41".repeat(5_000));

    /**
     * One request.
     *
     * @param how what is hostile in it
     * @param isHalf whether it ends too early, so that no answer is owed
     */
    record Hostile(String how, String operation, byte[] bytes, boolean isHalf) {}

    /** An operation with one of its documented requests. */
    private record Target(String prefix, Operation operation, RequestSample sample) {
        JsonNode body() {
            return sample.body();
        }

        boolean hasJson() {
            return sample.body().isContainerNode()
                    && sample.mediaType().filter(MediaType::isJson).isPresent();
        }
    }

    private final Random random;
    private final List<Target> targets = new ArrayList<>();
    private final List<Target> conversations = new ArrayList<>();

    HostileRequests(List<Contract> contracts, long seed) {
        random = new Random(seed);
        for (Contract contract : contracts) {
            for (Operation operation : contract.operations()) {
                for (String name : Samples.names(operation)) {
                    Target target = new Target("/" + contract.provider(), operation, RequestSample.of(operation, name));
                    targets.add(target);
                    if (operation.content().isPresent() && target.hasJson()) {
                        conversations.add(target);
                    }
                }
            }
        }
    }

    /** Returns so many requests. */
    Stream<Hostile> stream(int count) {
        return Stream.iterate(0, i -> i + 1).limit(count).map(this::hostile);
    }

    private Hostile hostile(int number) {
        // Most of them break the documented request of one operation after the other; the rest is for all.
        Target target = targets.get(number % targets.size());
        List<Supplier<Hostile>> kinds = List.of(
                () -> mutated(target),
                () -> mutated(target),
                () -> mutated(target),
                () -> number(target),
                () -> brokenJson(target),
                () -> deep(target),
                () -> notUtf8(target),
                () -> head(target),
                () -> path(target),
                () -> method(target),
                () -> framing(target),
                () -> half(target),
                () -> pipelined(target),
                () -> encoded(target),
                () -> form(target),
                () -> query(target),
                () -> schema(),
                () -> schema(),
                () -> greedy(),
                () -> parameters(target));
        return kinds.get(random.nextInt(kinds.size())).get();
    }

    private <T> T one(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }

    private Hostile of(String how, Target target, byte[] bytes) {
        return new Hostile(how, target.operation().id(), bytes, false);
    }

    private Hostile json(String how, Target target, byte[] body) {
        return of(how, target, join(headOf(target, "Content-Type: application/json", body.length), body));
    }

    private static byte[] headOf(Target target, String headers, int length) {
        return headOf(target.operation().method(), pathOf(target), target, headers, length);
    }

    private static byte[] headOf(String method, String path, Target target, String headers, int length) {
        StringBuilder documented = new StringBuilder();
        target.sample()
                .headerValues()
                .forEach((name, value) ->
                        documented.append(name).append(": ").append(value).append("\r\n"));
        return bytes(method + " " + path + " HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer sk-any\r\nApi-Key: a\r\n"
                + "X-Api-Key: a\r\nX-Goog-Api-Key: a\r\n" + documented + headers
                + "\r\nConnection: close\r\nContent-Length: "
                + length + "\r\n\r\n");
    }

    private static String pathOf(Target target) {
        String path = target.prefix() + target.operation().path();
        for (Map.Entry<String, String> value : target.sample().pathValues().entrySet()) {
            path = path.replace(
                    "{" + value.getKey() + "}", URLEncoder.encode(value.getValue(), StandardCharsets.UTF_8));
        }
        return path.replace("{", "").replace("}", "");
    }

    /** One member, wherever, is dropped, doubled, nulled, or gets another type, a hostile text or number. */
    private Hostile mutated(Target target) {
        if (!target.hasJson()) {
            return parameters(target);
        }
        JsonNode body = target.body().deepCopy();
        int times = random.nextInt(8) == 0 ? 20 : 1;
        for (int i = 0; i < times; i++) {
            mutate(body);
        }
        return json("a changed member", target, bytes(body.toString()));
    }

    private void mutate(JsonNode body) {
        List<JsonNode> holders = new ArrayList<>();
        holders(body, holders);
        JsonNode holder = one(holders);
        if (holder instanceof ObjectNode object && !object.isEmpty()) {
            List<String> names = new ArrayList<>();
            object.fieldNames().forEachRemaining(names::add);
            String name = one(names);
            if (random.nextInt(6) == 0) {
                object.remove(name);
            } else {
                object.set(name, other(object.get(name)));
            }
        } else if (holder instanceof ArrayNode array) {
            if (array.isEmpty() || random.nextInt(4) == 0) {
                array.add(other(NODES.nullNode()));
            } else if (random.nextInt(4) == 0 && array.size() < 300 && holders.size() < 300) {
                JsonNode item = array.get(0);
                for (int i = 0; i < 300; i++) {
                    array.add(item);
                }
            } else {
                array.set(random.nextInt(array.size()), other(array.get(0)));
            }
        }
    }

    private static void holders(JsonNode node, List<JsonNode> into) {
        if (node.isContainerNode() && into.size() < 5_000) {
            into.add(node);
            node.forEach(child -> holders(child, into));
        }
    }

    private JsonNode other(JsonNode value) {
        return switch (random.nextInt(9)) {
            case 0 -> NODES.nullNode();
            case 1 -> NODES.booleanNode(random.nextBoolean());
            case 2 -> NODES.objectNode();
            case 3 -> NODES.arrayNode();
            case 4 -> NODES.objectNode().set("nested", value);
            case 5 -> NODES.arrayNode().add(value);
            case 6 -> NODES.rawValueNode(new RawValue(one(NUMBERS)));
            case 7 -> NODES.numberNode(random.nextInt());
            default -> NODES.textNode(one(TEXTS));
        };
    }

    /** A number becomes one that is no sensible number, all others stay. */
    private Hostile number(Target target) {
        if (!target.hasJson()) {
            return query(target);
        }
        List<ObjectNode> found = new ArrayList<>();
        List<String> names = new ArrayList<>();
        JsonNode body = target.body().deepCopy();
        List<JsonNode> holders = new ArrayList<>();
        holders(body, holders);
        for (JsonNode holder : holders) {
            holder.properties().stream().filter(m -> m.getValue().isNumber()).forEach(m -> {
                found.add((ObjectNode) holder);
                names.add(m.getKey());
            });
        }
        RawValue huge = new RawValue(one(NUMBERS));
        if (!found.isEmpty()) {
            int at = random.nextInt(found.size());
            found.get(at).putRawValue(names.get(at), huge);
        } else if (body instanceof ObjectNode object) {
            object.putRawValue(one(List.of("n", "max_tokens", "temperature", "seed", "size", "duration")), huge);
        }
        return json("a number that is none", target, bytes(body.toString()));
    }

    private Hostile brokenJson(Target target) {
        String json = target.hasJson() ? target.body().toString() : "{\"a\":1}";
        String broken =
                switch (random.nextInt(8)) {
                    case 0 -> json.substring(0, random.nextInt(json.length()));
                    case 1 -> json + json;
                    case 2 -> json.replace(':', '=');
                    case 3 -> json.replace("\"", "");
                    case 4 -> "[" + json + "]";
                    case 5 ->
                        one(List.of(
                                "42", "null", "\"text\"", "true", "NaN", "[]", "{}", "", " ", "\u0000", "\ufeff{}"));
                    case 6 -> json.replaceFirst("\\{", "{\"a\":1,\"a\":2,\"a\":{},");
                    default -> "/*" + json;
                };
        return json("broken JSON", target, bytes(broken));
    }

    private Hostile deep(Target target) {
        int depth = one(List.of(150, 210, 1_000, 20_000));
        String[] brackets =
                one(List.of(new String[] {"[", "]"}, new String[] {"{\"a\":", "}"}, new String[] {"[{\"a\":[", "]}]"}));
        boolean isClosed = random.nextBoolean();
        String nest = brackets[0].repeat(depth) + "1" + (isClosed ? brackets[1].repeat(depth) : "");
        if (target.body() instanceof ObjectNode object && !object.isEmpty()) {
            ObjectNode body = object.deepCopy();
            List<String> names = new ArrayList<>();
            body.fieldNames().forEachRemaining(names::add);
            body.putRawValue(one(names), new RawValue(nest));
            return json("deep nesting", target, bytes(body.toString()));
        }
        return json("deep nesting", target, bytes(nest));
    }

    private Hostile notUtf8(Target target) {
        byte[] body = bytes(target.hasJson() ? target.body().toString() : "{\"a\":\"b\"}");
        for (int i = 0; i < 1 + random.nextInt(4); i++) {
            body[random.nextInt(body.length)] =
                    (byte) one(List.of(0xc0, 0xff, 0xed, 0xf8, 0x80, 0x00)).intValue();
        }
        return json("bytes that are not UTF-8", target, body);
    }

    private Hostile head(Target target) {
        byte[] body = bytes(target.hasJson() ? target.body().toString() : "");
        String headers = one(List.of(
                "Content-Type: application/json\r\nX-Long: " + "a".repeat(200_000),
                "Content-Type: application/json\r\n" + "X-Many: b\r\n".repeat(10_000) + "X-Last: c",
                "Content-Type: " + "a".repeat(5_000),
                "Content-Type: application/json; charset=utf-7; boundary=\"",
                "Content-Type: /",
                "Content-Type: application/json\r\nAccept: " + "text/html;q=0.1,".repeat(500) + "*",
                "Content-Type: application/json\r\nno colon",
                "Content-Type: application/json\r\n: no name",
                "Content-Type: application/json\r\n folded: header",
                "Content-Type: application/json\r\nX-Null: \u0000",
                "Content-Type: application/json\r\nHost: a\r\nHost: b",
                "Content-Type: application/json\r\nPrefer: =,,,code=,=code,delay=-1",
                "Content-Type: application/json\r\nPrefer: code=99999999999, tps=NaN, ttft=1e99",
                "Content-Type: application/json\r\nPrefer: example=" + "x".repeat(2_000),
                "Content-Type: application/json\r\nPrefer: cut=-5, stream-error=99999999999",
                "Content-Type: application/json\r\nExpect: 200-maybe",
                "Content-Type: application/json\r\nUpgrade: h2c, websocket\r\nHTTP2-Settings: !!!",
                "Content-Type: application/json\r\nRange: bytes=-1-99999999999999999999",
                "Content-Type: application/json\r\nCookie: " + "a=b; ".repeat(1_000),
                "Content-Type: application/json\r\nOrigin: null\r\nAccess-Control-Request-Method: \u0001"));
        return of("a bad head", target, join(headOf(target, headers, body.length), body));
    }

    private Hostile path(Target target) {
        String method = one(List.of("GET", "POST", target.operation().method()));
        return of("a bad path", target, headOf(method, one(PATHS), target, "Accept: */*", 0));
    }

    private Hostile method(Target target) {
        return of("an odd method", target, headOf(one(METHODS), pathOf(target), target, "Accept: */*", 0));
    }

    /** Where a request ends is told wrongly, twice or not at all. */
    private Hostile framing(Target target) {
        String start = target.operation().method() + " " + pathOf(target)
                + " HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer a\r\nContent-Type: application/json\r\nConnection: close\r\n";
        String rest = one(List.of(
                "Transfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n0\r\n\r\n",
                "Transfer-Encoding: chunked\r\n\r\nffffffffffffffff\r\n{}\r\n0\r\n\r\n",
                "Transfer-Encoding: chunked\r\n\r\n-1\r\n{}\r\n0\r\n\r\n",
                "Transfer-Encoding: chunked\r\n\r\n2;" + "x=y;".repeat(5_000) + "\r\n{}\r\n0\r\n\r\n",
                "Transfer-Encoding: chunked\r\n\r\n1\r\n{\r\n1\r\n}\r\n0\r\nX-Trailer: a\r\n\r\n",
                "Transfer-Encoding: chunked\r\n\r\n2\r\n{}garbage\r\n0\r\n\r\n",
                "Transfer-Encoding: chunked, gzip\r\n\r\n2\r\n{}\r\n0\r\n\r\n",
                "Transfer-Encoding: chunked\r\nContent-Length: 2\r\n\r\n0\r\n\r\nGET /v1/models HTTP/1.1\r\n\r\n",
                "Content-Length: 2\r\nContent-Length: 3\r\n\r\n{}",
                "Content-Length: -5\r\n\r\n{}",
                "Content-Length: 99999999999999999999\r\n\r\n{}",
                "Content-Length: two\r\n\r\n{}",
                "Content-Length: 2\r\n\r\n{}GARBAGE AFTER THE END\r\n\r\n",
                "\r\n"));
        String whole = one(List.of(
                start + rest,
                start + rest,
                start + rest,
                start.replace("HTTP/1.1", one(List.of("HTTP/9.9", "HTTP/1.0", "HTTP/1.1.1", "FTP/1.1", "")))
                        + "Content-Length: 0\r\n\r\n",
                "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + "\u0000".repeat(64),
                "\u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001" + "x".repeat(300),
                "\r\n".repeat(500),
                start.replace("\r\n", "\n") + "Content-Length: 2\n\n{}"));
        return new Hostile("a wrong frame", target.operation().id(), whole.getBytes(StandardCharsets.ISO_8859_1), true);
    }

    private Hostile half(Target target) {
        byte[] body = bytes(target.hasJson() ? target.body().toString() : "{}");
        byte[] whole = join(headOf(target, "Content-Type: application/json", body.length), body);
        byte[] half = java.util.Arrays.copyOf(whole, 1 + random.nextInt(whole.length - 1));
        return new Hostile("half a request", target.operation().id(), half, true);
    }

    /** Several requests at once on one connection, a bad one among them. */
    private Hostile pipelined(Target target) {
        byte[] body = bytes(target.hasJson() ? target.body().toString() : "");
        String kept = new String(headOf(target, "Content-Type: application/json", body.length), StandardCharsets.UTF_8)
                .replace("Connection: close", "Connection: keep-alive");
        byte[] good = join(bytes(kept), body);
        byte[] all = good;
        for (int i = 0; i < 1 + random.nextInt(20); i++) {
            all = join(all, good);
        }
        boolean isBroken = random.nextBoolean();
        byte[] last =
                isBroken ? framing(target).bytes() : json("", target, body).bytes();
        return new Hostile("pipelining", target.operation().id(), join(all, last), isBroken);
    }

    /** A body that is, or is only said to be, compressed. */
    private Hostile encoded(Target target) {
        byte[] plain = bytes(target.hasJson() ? target.body().toString() : "{}");
        String encoding = one(List.of("gzip", "deflate", "br", "zstd", "gzip, gzip", "identity", "x"));
        byte[] body = random.nextBoolean() ? plain : gzip(random.nextBoolean() ? plain : new byte[2_000_000]);
        return of(
                "a compressed body",
                target,
                join(
                        headOf(target, "Content-Type: application/json\r\nContent-Encoding: " + encoding, body.length),
                        body));
    }

    private static byte[] gzip(byte[] plain) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
            out.write(plain);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private Hostile form(Target target) {
        List<Target> forms = targets.stream()
                .filter(t -> t.sample().mediaType().filter(MediaType::isForm).isPresent())
                .toList();
        Target chosen = forms.isEmpty() ? target : one(forms);
        String part = "--b\r\nContent-Disposition: form-data; name=\"model\"\r\n\r\nwhisper-1\r\n";
        String body = one(List.of(
                "",
                "--b",
                "--b--",
                part,
                part + "--b-",
                part + "--b--\r\nepilogue",
                "--b\r\n\r\nno headers\r\n--b--",
                "--b\r\nContent-Disposition: form-data\r\n\r\nno name\r\n--b--",
                "--b\r\nContent-Disposition: form-data; name=\"\r\n\r\nopen quote\r\n--b--",
                "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"../../../../etc/passwd\"\r\n\r\nx\r\n--b--",
                "--b\r\nContent-Disposition: form-data; name=\"file\"; filename*=utf-9''%zz\r\n\r\nx\r\n--b--",
                "--b\r\n" + "X-Many: a\r\n".repeat(3_000) + "\r\nx\r\n--b--",
                part.repeat(3_000) + "--b--",
                "--b\r\nContent-Type: multipart/mixed; boundary=c\r\n\r\n--c\r\n\r\n--c--\r\n--b--",
                "a=" + "%zz".repeat(1_000) + "&&&=&" + "b[]=1&".repeat(3_000)));
        String type = one(List.of(
                "multipart/form-data; boundary=b",
                "multipart/form-data",
                "multipart/form-data; boundary=",
                "multipart/form-data; boundary=\"" + "b".repeat(5_000) + "\"",
                "multipart/form-data; boundary=b; boundary=c",
                "application/x-www-form-urlencoded"));
        return of("a broken form", chosen, join(headOf(chosen, "Content-Type: " + type, body.length()), bytes(body)));
    }

    private Hostile query(Target target) {
        byte[] body = bytes(target.hasJson() ? target.body().toString() : "");
        String query = one(List.of(
                "?%zz=%",
                "?=&=&&",
                "?a=%ff%fe",
                "?" + "a[]=1&".repeat(2_000),
                "?page=1e999999999&limit=-1&size=NaN",
                "?key=%00&key=b",
                "?a=" + "b".repeat(30_000),
                "?ids=" + "1,".repeat(5_000),
                "??a=b#c"));
        return of(
                "a bad query",
                target,
                join(
                        headOf(
                                target.operation().method(),
                                pathOf(target) + query,
                                target,
                                "Content-Type: application/json",
                                body.length),
                        body));
    }

    /** Where the path has parameters, hostile ones. */
    private Hostile parameters(Target target) {
        String text = one(TEXTS);
        String value = URLEncoder.encode(text.substring(0, Math.min(text.length(), 2_000)), StandardCharsets.UTF_8);
        byte[] body = bytes(target.hasJson() ? target.body().toString() : "");
        String path = target.prefix()
                + target.operation()
                        .path()
                        .replaceAll("\\{[^}]*}", value.isEmpty() ? "%20" : value.replace("$", "%24"));
        return of(
                "hostile path values",
                target,
                join(
                        headOf(
                                target.operation().method(),
                                path,
                                target,
                                "Content-Type: application/json",
                                body.length),
                        body));
    }

    /** A schema of the caller's that has no end, no instance or no bottom, wherever its dialect takes one. */
    private Hostile schema() {
        Target target = one(conversations);
        ObjectNode body = target.body().deepCopy();
        JsonNode schema = raw(one(List.<Supplier<String>>of(
                        () -> nested(1_000, "{\"type\":\"object\",\"required\":[\"a\"],\"properties\":{\"a\":", "}}"),
                        () -> nested(60, "{\"type\":\"object\",\"required\":[\"a\"],\"properties\":{\"a\":", "}}"),
                        () -> nested(60, "{\"type\":\"array\",\"minItems\":50,\"items\":", "}"),
                        () -> nested(1_000, "{\"anyOf\":[", "]}"),
                        () -> nested(12, "{\"allOf\":[{\"type\":\"object\"},{\"oneOf\":[{},", "]}]}"),
                        () -> patterned(),
                        () -> patterned(),
                        () -> patterned(),
                        () -> "{\"$ref\":\"#\"}",
                        () ->
                                "{\"$ref\":\"#/$defs/a\",\"$defs\":{\"a\":{\"$ref\":\"#/$defs/b\"},\"b\":{\"$ref\":\"#/$defs/a\"}}}",
                        () ->
                                "{\"type\":\"object\",\"required\":[\"next\"],\"properties\":{\"next\":{\"$ref\":\"#\"}}}",
                        () ->
                                "{\"type\":\"object\",\"required\":[\"l\",\"r\"],\"properties\":{\"l\":{\"$ref\":\"#\"},\"r\":{\"$ref\":\"#\"}}}",
                        () -> "{\"type\":\"array\",\"minItems\":10,\"items\":{\"$ref\":\"#\"}}",
                        () -> "{\"$ref\":\"http://127.0.0.1:1/schema\"}",
                        () -> "{\"$ref\":\"file:///etc/passwd\"}",
                        () -> "{\"$ref\":\"#/%zz/~9\"}",
                        () -> "{\"$id\":\"" + "a".repeat(2_000) + "\",\"$dynamicRef\":\"#x\"}",
                        () -> "{\"type\":\"string\",\"minLength\":2000000000}",
                        () -> "{\"type\":\"string\",\"minLength\":1e999999999,\"maxLength\":-1}",
                        () ->
                                "{\"type\":\"array\",\"minItems\":2000000000,\"uniqueItems\":true,\"items\":{\"const\":1}}",
                        () -> "{\"type\":\"object\",\"minProperties\":2000000000}",
                        () -> "{\"type\":\"number\",\"multipleOf\":1e-999999999,\"minimum\":1e999999999}",
                        () -> "{\"type\":\"integer\",\"multipleOf\":0,\"exclusiveMinimum\":5,\"exclusiveMaximum\":5}",
                        () -> "{\"type\":\"number\",\"minimum\":" + one(NUMBERS) + ",\"maximum\":" + one(NUMBERS)
                                + ",\"multipleOf\":" + one(NUMBERS) + "}",
                        () -> "{\"enum\":[]}",
                        () -> "{\"enum\":[" + "1,".repeat(20_000) + "2]}",
                        () -> "{\"type\":[],\"properties\":[],\"required\":{},\"items\":7}",
                        () -> "{\"type\":\"object\",\"required\":[" + "\"a\",".repeat(3_000) + "\"b\"]}",
                        () -> "{\"type\":\"object\",\"properties\":{" + members(3_000) + "}}",
                        () -> "{\"not\":{}}",
                        () -> "false",
                        () -> "[]",
                        () -> "\"text\""))
                .get());
        place(body, schema);
        return json("a hostile schema", target, bytes(body.toString()));
    }

    private static JsonNode raw(String json) {
        return NODES.rawValueNode(new RawValue(json));
    }

    private static String nested(int depth, String open, String close) {
        return open.repeat(depth) + "{\"type\":\"string\"}" + close.repeat(depth);
    }

    private static String members(int count) {
        StringBuilder members = new StringBuilder("\"p\":{}");
        for (int i = 0; i < count; i++) {
            members.append(",\"p").append(i).append("\":{\"type\":\"string\"}");
        }
        return members.toString();
    }

    private String patterned() {
        ObjectNode text = NODES.objectNode().put("type", "string").put("pattern", one(PATTERNS));
        if (random.nextBoolean()) {
            text.put("minLength", one(List.of(0, 30, 5_000, 90_000)));
        }
        if (random.nextInt(4) == 0) {
            text.put("maxLength", one(List.of(0, 40)));
        }
        ObjectNode schema = NODES.objectNode().put("type", "object");
        if (random.nextInt(3) == 0) {
            schema.putObject("patternProperties").set(one(PATTERNS), text);
            schema.put("minProperties", 3);
        } else {
            schema.putArray("required").add("a");
            schema.putObject("properties").set("a", text);
        }
        return schema.toString();
    }

    /** Puts a schema where the dialects of conversations take one; what a dialect does not know, it refuses or ignores. */
    private void place(ObjectNode body, JsonNode schema) {
        ObjectNode tool = NODES.objectNode().put("type", "function");
        ObjectNode function = tool.putObject("function").put("name", "look");
        function.set("parameters", schema);
        ObjectNode format = NODES.objectNode().put("type", "json_schema");
        ObjectNode named = format.putObject("json_schema").put("name", "form").put("strict", true);
        named.set("schema", schema);
        ObjectNode declared = NODES.objectNode().put("name", "look");
        switch (random.nextInt(5)) {
            case 0 -> {
                body.putArray("tools").add(tool);
                body.put("tool_choice", "required");
            }
            case 1 -> body.set("response_format", format);
            case 2 -> {
                body.putArray("tools").add(declared.set("input_schema", schema));
                body.putObject("tool_choice").put("type", "any");
            }
            case 3 -> {
                ObjectNode config = body.withObject("/generationConfig").put("responseMimeType", "application/json");
                config.set("responseSchema", schema);
            }
            default -> {
                ObjectNode flat = declared.put("type", "function").set("parameters", schema);
                body.putArray("tools").add(flat);
                ObjectNode text = body.putObject("text")
                        .putObject("format")
                        .put("type", "json_schema")
                        .put("name", "f");
                text.set("schema", schema);
            }
        }
    }

    /** More than anybody can want. */
    private Hostile greedy() {
        Target target = one(conversations);
        ObjectNode body = target.body().deepCopy();
        String word = one(List.of(
                "n",
                "max_tokens",
                "max_completion_tokens",
                "max_output_tokens",
                "top_logprobs",
                "logprobs",
                "best_of",
                "dimensions",
                "candidateCount"));
        int huge = one(List.of(Integer.MAX_VALUE, 1_000_000, 100_000, 129, -1, 0));
        body.put(word, huge);
        if (random.nextBoolean()) {
            body.put("logprobs", true).put("top_logprobs", 20);
        }
        body.withObject("/generationConfig").put("maxOutputTokens", huge).put("candidateCount", huge);
        if (body.path("messages").isArray()) {
            ArrayNode messages = body.putArray("messages");
            int turns = one(List.of(1, 1, 1_000));
            for (int i = 0; i < turns; i++) {
                messages.addObject()
                        .put("role", "user")
                        .put("content", one(List.of("Write 3000 words", "List 99999 items", "x")));
            }
        }
        body.set("stop", other(NODES.nullNode()));
        return json("more than anybody can want", target, bytes(body.toString()));
    }

    @Override
    public String toString() {
        return targets.size() + " documented requests, made hostile";
    }
}
