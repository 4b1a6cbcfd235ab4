package io.facsimile.mock.media;

import com.fasterxml.jackson.databind.JsonNode;
import io.facsimile.contract.language.LiveWord;
import io.facsimile.contract.language.MediaRule;
import io.facsimile.contract.language.RequestValues;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a picture, sound or film is to be like.
 *
 * @param width in pixels; 0 where there is nothing to see
 * @param format how files of the kind end: png, jpg, webp, gif, mp3, wav, pcm, opus, flac, aac, mp4
 * @param isTransparent whether nothing is behind what a picture shows
 * @param seed equal seeds give equal files
 * @param text what a picture says below
 * @param seconds how long a sound is
 */
public record Wish(
        LiveWord.MediaKind kind,
        int width,
        int height,
        String format,
        boolean isTransparent,
        long seed,
        String text,
        double seconds) {
    static final int LARGEST = 4_096;

    private static final int SMALLEST = 16;
    private static final int LONGEST_TEXT = 48;
    private static final int LETTERS_A_SECOND = 15;
    private static final int MOST_SECONDS = 60;
    private static final Pattern SIZE = Pattern.compile("(\\d{2,5})\\s*[x×*X:_]\\s*(\\d{2,5})");
    private static final Pattern RATIO = Pattern.compile("(\\d{1,5}(?:\\.\\d+)?)\\s*[:x/_]\\s*(\\d{1,5}(?:\\.\\d+)?)");
    private static final Map<String, String> FORMATS = Map.ofEntries(
            Map.entry("jpeg", "jpg"),
            Map.entry("jpg", "jpg"),
            Map.entry("png", "png"),
            Map.entry("webp", "webp"),
            Map.entry("gif", "gif"),
            Map.entry("mp3", "mp3"),
            Map.entry("mpeg", "mp3"),
            Map.entry("wav", "wav"),
            Map.entry("x-wav", "wav"),
            Map.entry("wave", "wav"),
            Map.entry("pcm", "pcm"),
            Map.entry("pcm16", "pcm"),
            Map.entry("opus", "opus"),
            Map.entry("ogg", "opus"),
            Map.entry("flac", "flac"),
            Map.entry("aac", "aac"),
            Map.entry("mp4", "mp4"));

    private record Size(int width, int height) {}

    /** Returns what a kind is like when nobody asks for anything. */
    public static Wish usual(LiveWord.MediaKind kind, long seed) {
        Size size = usualSize(kind);
        return new Wish(kind, size.width, size.height, usualFormat(kind), false, seed, "", 2);
    }

    /**
     * Returns what a request asks for.
     *
     * @param word with the rule where requests of the dialect say it
     * @param number which one of several it is
     */
    public static Wish of(LiveWord.Media word, RequestValues request, int number) {
        LiveWord.MediaKind kind = word.kind();
        MediaRule rule = word.rule();
        String prompt = rule.prompt().stream()
                .map(place -> place.find(request).asText())
                .filter(text -> !text.isBlank())
                .findFirst()
                .orElse("");
        Size size = size(kind, rule, request);
        String format = first(rule.format(), request)
                .map(JsonNode::asText)
                .flatMap(Wish::format)
                .filter(f -> isOf(kind, f))
                .orElseGet(() -> rule.usualFormat().flatMap(Wish::format).orElse(usualFormat(kind)));
        boolean isTransparent = first(rule.background(), request)
                .map(v -> v.asText().equals("transparent"))
                .orElse(false);
        double seconds = Math.min(MOST_SECONDS, Math.max(1, (double) prompt.length() / LETTERS_A_SECOND));
        long seed = prompt.hashCode() * 31L + number;
        return new Wish(
                kind,
                size.width,
                size.height,
                format,
                isTransparent && !format.equals("jpg"),
                seed,
                prompt.codePoints()
                        .limit(LONGEST_TEXT)
                        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                        .toString(),
                seconds);
    }

    private static Size size(LiveWord.MediaKind kind, MediaRule rule, RequestValues request) {
        Size usual = rule.usualSize().flatMap(Wish::parse).orElse(usualSize(kind));
        if (kind != LiveWord.MediaKind.IMAGE) {
            return usual;
        }
        Optional<JsonNode> width = first(rule.width(), request).filter(w -> w.asInt() > 0);
        Optional<JsonNode> height = first(rule.height(), request).filter(h -> h.asInt() > 0);
        if (width.isPresent() && height.isPresent()) {
            return bounded(width.get().asInt(), height.get().asInt());
        }
        Optional<String> asked = first(rule.size(), request)
                .map(s -> s.isObject()
                        ? s.path("width").asInt() + "x" + s.path("height").asInt()
                        : rule.sizes().getOrDefault(s.asText(), s.asText()));
        Optional<Size> size = asked.flatMap(Wish::parse);
        Optional<String> ratio =
                first(rule.ratio(), request).map(r -> rule.sizes().getOrDefault(r.asText(), r.asText()));
        if (ratio.isEmpty() && size.isEmpty()) {
            ratio = asked;
        }
        Size area = size.orElse(usual);
        return ratio.flatMap(r -> shaped(r, area)).orElse(area);
    }

    private static Optional<Size> parse(String text) {
        Matcher size = SIZE.matcher(text.strip());
        if (!size.find()) {
            return Optional.empty();
        }
        int width = Integer.parseInt(size.group(1));
        int height = Integer.parseInt(size.group(2));
        return width < SMALLEST || height < SMALLEST || isRatio(text, width, height)
                ? Optional.empty()
                : Optional.of(bounded(width, height));
    }

    /** 16:9 and 21:09 are shapes, not sizes. */
    private static boolean isRatio(String text, int width, int height) {
        return text.contains(":") && width < 100 && height < 100;
    }

    /** Returns a size of a shape with about as many pixels as another, in steps of eight. */
    private static Optional<Size> shaped(String ratio, Size area) {
        Optional<Size> whole = parse(ratio);
        if (whole.isPresent()) {
            return whole;
        }
        Matcher shape = RATIO.matcher(ratio);
        if (!shape.find()) {
            return Optional.empty();
        }
        double of = Double.parseDouble(shape.group(1)) / Double.parseDouble(shape.group(2));
        if (!(of > 0.05 && of < 20)) {
            return Optional.empty();
        }
        double pixels = (double) area.width * area.height;
        int width = (int) Math.round(Math.sqrt(pixels * of) / 8) * 8;
        return Optional.of(bounded(width, (int) Math.round(width / of)));
    }

    private static Size bounded(int width, int height) {
        return new Size(Math.max(1, Math.min(width, LARGEST)), Math.max(1, Math.min(height, LARGEST)));
    }

    /** Returns how many pixels a size such as 1024x1536 has; 0 if it is none. */
    static long pixels(String size) {
        return parse(size).map(s -> (long) s.width * s.height).orElse(0L);
    }

    /** Returns what stands at the first place that holds something. */
    static Optional<JsonNode> first(Iterable<MediaRule.Place> places, RequestValues request) {
        for (MediaRule.Place place : places) {
            JsonNode value = place.find(request);
            if (!value.isMissingNode()
                    && !value.isNull()
                    && !(value.isTextual() && value.textValue().isEmpty())) {
                return Optional.of(value);
            }
        }
        return Optional.empty();
    }

    /** Returns how files of a format end, for its name or media type. */
    static Optional<String> format(String name) {
        String word = name.toLowerCase(Locale.ROOT);
        String plain = word.substring(word.lastIndexOf('/') + 1);
        String known = FORMATS.get(plain);
        // mp3_44100_128, wav_24000
        int end = plain.indexOf('_');
        return Optional.ofNullable(known == null && end > 0 ? FORMATS.get(plain.substring(0, end)) : known);
    }

    private static boolean isOf(LiveWord.MediaKind kind, String format) {
        return switch (kind) {
            case IMAGE, THUMBNAIL -> Shelf.type(format).startsWith("image/");
            case AUDIO -> Shelf.type(format).startsWith("audio/");
            case VIDEO -> format.equals("mp4");
        };
    }

    private static String usualFormat(LiveWord.MediaKind kind) {
        return switch (kind) {
            case IMAGE -> "png";
            case THUMBNAIL -> "jpg";
            case AUDIO -> "mp3";
            case VIDEO -> "mp4";
        };
    }

    private static Size usualSize(LiveWord.MediaKind kind) {
        return switch (kind) {
            case IMAGE -> new Size(1024, 1024);
            case THUMBNAIL -> new Size(320, 180);
            case AUDIO, VIDEO -> new Size(0, 0);
        };
    }
}
