package io.facsimile.mock.wire;

import com.github.tomakehurst.wiremock.http.Body;
import com.github.tomakehurst.wiremock.http.Cookie;
import com.github.tomakehurst.wiremock.http.FormParameter;
import com.github.tomakehurst.wiremock.http.HttpHeader;
import com.github.tomakehurst.wiremock.http.HttpHeaders;
import com.github.tomakehurst.wiremock.http.ImmutableRequest;
import com.github.tomakehurst.wiremock.http.Request;
import com.github.tomakehurst.wiremock.http.RequestMethod;
import io.facsimile.mock.request.Forms;
import io.facsimile.mock.request.MockRequest;
import io.facsimile.mock.request.Query;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A request as WireMock wants it. WireMock's own record of a request knows no parts, forms and
 * cookies; this one does. */
final class StubRequest extends ImmutableRequest {
    private final MockRequest request;
    private @Nullable List<Part> parts;

    private StubRequest(MockRequest request, HttpHeaders headers) {
        super(
                request.origin()
                        + legal(request.path())
                        + (request.query().isEmpty() ? "" : "?" + legal(request.query())),
                RequestMethod.fromString(request.method()),
                "HTTP/1.1",
                "127.0.0.1",
                headers,
                request.body(),
                request.contentType().startsWith("multipart/"),
                false);
        this.request = request;
    }

    /** WireMock takes its addresses apart with a parser that is stricter than clients are. */
    private static String legal(String text) {
        StringBuilder legal = new StringBuilder(text.length());
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (b & 0xFF);
            boolean isFine = c > ' ' && c < 0x7F && "\"<>[\\]^`{|}#".indexOf(c) < 0;
            legal.append(isFine ? String.valueOf(c) : String.format(Locale.ROOT, "%%%02X", (int) c));
        }
        // A percent sign that begins no escape is one itself.
        return legal.toString().replaceAll("%(?![0-9A-Fa-f]{2})", "%25");
    }

    static Request of(MockRequest request) {
        Map<String, List<String>> headers = new LinkedHashMap<>();
        request.headers().forEach((name, value) -> headers.computeIfAbsent(name, n -> new ArrayList<>())
                .add(value));
        List<HttpHeader> all = new ArrayList<>();
        headers.forEach((name, values) -> all.add(new HttpHeader(name, values)));
        return new StubRequest(request, new HttpHeaders(all));
    }

    @Override
    public Map<String, Cookie> getCookies() {
        Map<String, List<String>> values = new LinkedHashMap<>();
        request.headers().forEach((name, value) -> {
            if (name.equalsIgnoreCase("cookie")) {
                for (String pair : value.split(";", -1)) {
                    int equals = pair.indexOf('=');
                    if (equals > 0) {
                        values.computeIfAbsent(pair.substring(0, equals).strip(), n -> new ArrayList<>())
                                .add(pair.substring(equals + 1).strip());
                    }
                }
            }
        });
        Map<String, Cookie> cookies = new LinkedHashMap<>();
        values.forEach((name, all) -> cookies.put(name, new Cookie(name, all)));
        return cookies;
    }

    @Override
    public Map<String, FormParameter> formParameters() {
        Map<String, FormParameter> parameters = new LinkedHashMap<>();
        if (request.contentType().startsWith("application/x-www-form-urlencoded")) {
            Query.parse(new String(request.body(), StandardCharsets.UTF_8))
                    .forEach((name, values) -> parameters.put(name, new FormParameter(name, values)));
        }
        return parameters;
    }

    @Override
    public FormParameter formParameter(String key) {
        FormParameter known = formParameters().get(key);
        return known == null ? FormParameter.absent(key) : known;
    }

    @Override
    public Collection<Part> getParts() {
        List<Part> known = parts;
        if (known == null) {
            known = Forms.parts(request).stream().<Part>map(FormPart::new).toList();
            parts = known;
        }
        return known;
    }

    @Override
    public @Nullable Part getPart(String name) {
        return getParts().stream()
                .filter(part -> part.getName().equals(name))
                .findFirst()
                .orElse(null);
    }

    private record FormPart(Forms.Part part) implements Part {
        @Override
        public String getName() {
            return part.name();
        }

        @Override
        public @Nullable String getFileName() {
            return part.fileName().orElse(null);
        }

        @Override
        public HttpHeader getHeader(String name) {
            return getHeaders().getHeader(name);
        }

        @Override
        public HttpHeaders getHeaders() {
            return new HttpHeaders(new HttpHeader("Content-Type", part.contentType()));
        }

        @Override
        public Body getBody() {
            return new Body(part.bytes());
        }
    }
}
