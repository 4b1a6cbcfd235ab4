package io.facsimile.mock.answer;

import com.fasterxml.jackson.databind.JsonNode;
import io.facsimile.contract.MediaType;
import io.facsimile.contract.References;
import io.facsimile.contract.language.LiveWord;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.StringJoiner;
import java.util.function.Function;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Writes a JSON value in another media type: XML, CSV, a form, plain text, or a file of the kind. */
public final class Representation {
    private final JsonNode document;
    private final Function<LiveWord.MediaKind, byte[]> media;

    /**
     * @param document the document that schemas refer to
     * @param media gives a file of a kind
     */
    public Representation(JsonNode document, Function<LiveWord.MediaKind, byte[]> media) {
        this.document = document;
        this.media = media;
    }

    /** A media type without ranges, and the body in it. */
    public record Body(String mediaType, byte[] bytes) {}

    /**
     * Writes a value.
     *
     * @param schema the value's schema; a missing node if it has none
     */
    public Body of(MediaType mediaType, JsonNode schema, JsonNode value) {
        String name = concrete(mediaType, schema, value);
        String essence = MediaType.essence(name);
        Optional<LiveWord.MediaKind> kind = kind(essence);
        if (kind.isPresent()) {
            return new Body(name, media.apply(kind.get()));
        }
        return new Body(name, bytes(essence, schema, value));
    }

    private byte[] bytes(String essence, JsonNode schema, JsonNode value) {
        if (MediaType.isJson(essence) || essence.endsWith("yaml")) {
            return utf8(value.toString());
        } else if (essence.endsWith("xml") && !essence.startsWith("image/")) {
            String text = value.asText();
            return utf8(text.startsWith("<") ? text : Xml.of(document, schema, value));
        } else if (essence.equals("text/csv") || essence.equals("text/tab-separated-values")) {
            return utf8(value.isValueNode() ? value.asText() : table(value, essence.equals("text/csv") ? "," : "\t"));
        } else if (essence.equals("application/x-www-form-urlencoded")) {
            return utf8(form(value));
        } else if (essence.endsWith("jsonl") || essence.endsWith("ndjson") || essence.endsWith("json-seq")) {
            return utf8(lines(value));
        } else if (essence.equals("application/zip")) {
            return zip(value);
        } else if (essence.equals("application/pdf")) {
            return utf8(Pdf.page(value.isValueNode() ? value.asText() : "A document"));
        } else if (essence.equals("text/html") && !value.asText().contains("<")) {
            String text = value.isValueNode() ? value.asText() : value.toString();
            String escaped = text.replace("&", "&amp;").replace("<", "&lt;");
            return utf8("<!DOCTYPE html><html><head><title>" + escaped + "</title></head><body><p>" + escaped
                    + "</p></body></html>");
        }
        return utf8(value.isValueNode() ? value.asText() : value.toString());
    }

    /** Returns a media type in place of a range: that of a file for bytes, else JSON. */
    private String concrete(MediaType mediaType, JsonNode schema, JsonNode value) {
        String essence = MediaType.essence(mediaType.name());
        if (!essence.contains("*")) {
            return mediaType.name();
        }
        return switch (essence.substring(0, essence.indexOf('/'))) {
            case "image" -> "image/png";
            case "audio" -> "audio/mpeg";
            case "video" -> "video/mp4";
            case "text" -> "text/plain";
            default ->
                isBinary(schema) ? "application/octet-stream" : value.isTextual() ? "text/plain" : "application/json";
        };
    }

    private boolean isBinary(JsonNode schema) {
        return References.follow(document, schema).path("format").asText().equals("binary");
    }

    /** Returns whether bodies of a media type are pictures, sounds or films. */
    public static boolean isMedia(String essence) {
        return kind(essence).isPresent();
    }

    private static Optional<LiveWord.MediaKind> kind(String essence) {
        if (essence.startsWith("image/") && !essence.contains("svg")) {
            return Optional.of(essence.equals("image/jpeg") ? LiveWord.MediaKind.THUMBNAIL : LiveWord.MediaKind.IMAGE);
        } else if (essence.startsWith("audio/")) {
            return Optional.of(LiveWord.MediaKind.AUDIO);
        } else if (essence.startsWith("video/")) {
            return Optional.of(LiveWord.MediaKind.VIDEO);
        }
        return Optional.empty();
    }

    private static String table(JsonNode value, String separator) {
        Iterable<JsonNode> rows = value.isArray() ? value : java.util.List.of(value);
        Set<String> names = new LinkedHashSet<>();
        rows.forEach(row -> row.fieldNames().forEachRemaining(names::add));
        StringBuilder table = new StringBuilder();
        if (!names.isEmpty()) {
            StringJoiner head = new StringJoiner(separator, "", "\r\n");
            names.forEach(name -> head.add(quoted(name, separator)));
            table.append(head);
        }
        for (JsonNode row : rows) {
            StringJoiner line = new StringJoiner(separator, "", "\r\n");
            if (row.isObject()) {
                names.forEach(name -> line.add(quoted(text(row.path(name)), separator)));
            } else {
                line.add(quoted(text(row), separator));
            }
            table.append(line);
        }
        return table.toString();
    }

    private static String text(JsonNode value) {
        return value.isNull() || value.isMissingNode() ? "" : value.isValueNode() ? value.asText() : value.toString();
    }

    /** RFC 4180: quotes where they are needed. */
    private static String quoted(String text, String separator) {
        boolean isPlain = !text.contains(separator) && !text.contains("\"") && !text.contains("\n");
        return isPlain ? text : "\"" + text.replace("\"", "\"\"") + "\"";
    }

    private static String form(JsonNode value) {
        StringJoiner form = new StringJoiner("&");
        for (Map.Entry<String, JsonNode> member : value.properties()) {
            Iterable<JsonNode> values =
                    member.getValue().isArray() ? member.getValue() : java.util.List.of(member.getValue());
            values.forEach(v -> form.add(URLEncoder.encode(member.getKey(), StandardCharsets.UTF_8)
                    + "="
                    + URLEncoder.encode(text(v), StandardCharsets.UTF_8)));
        }
        return form.toString();
    }

    private static String lines(JsonNode value) {
        Iterable<JsonNode> items = value.isArray() ? value : java.util.List.of(value);
        StringBuilder lines = new StringBuilder();
        items.forEach(item -> lines.append(item).append('\n'));
        return lines.toString();
    }

    private static byte[] zip(JsonNode value) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            ZipEntry entry = new ZipEntry("content.txt");
            entry.setTime(0);
            zip.putNextEntry(entry);
            zip.write(utf8(text(value)));
            zip.closeEntry();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
