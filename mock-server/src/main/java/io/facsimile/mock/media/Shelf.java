package io.facsimile.mock.media;

import io.facsimile.contract.language.LiveWord;
import io.facsimile.mock.request.Query;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The pictures, sounds and films that the simulator hands out, and their addresses. An address says all that a file depends
 * on, so nothing is kept but the files last made, up to a bound.
 */
public final class Shelf {
    public static final String PATH = "/__facsimile/media/";

    private static final long MOST_BYTES = 48L * 1024 * 1024;
    private static final Pattern ADDRESS =
            Pattern.compile("(image|thumbnail|audio|video)/([0-9a-f-]{1,20})\\.([a-z0-9]+)");
    private static final Map<String, String> TYPES = Map.ofEntries(
            Map.entry("png", "image/png"),
            Map.entry("jpg", "image/jpeg"),
            Map.entry("webp", "image/webp"),
            Map.entry("gif", "image/gif"),
            Map.entry("mp3", "audio/mpeg"),
            Map.entry("wav", "audio/wav"),
            Map.entry("pcm", "audio/pcm"),
            Map.entry("opus", "audio/ogg"),
            Map.entry("flac", "audio/flac"),
            Map.entry("aac", "audio/aac"),
            Map.entry("mp4", "video/mp4"));

    private final Map<Wish, byte[]> kept = new LinkedHashMap<>(16, 0.75f, true);
    private long size;

    /**
     * A file as its address describes it.
     *
     * @param name what it is called when it is kept
     * @param expires when the address ends to hold; empty for never
     */
    public record Item(String name, String mediaType, Wish wish, Optional<Instant> expires) {}

    /** Returns the media type of a format. */
    public static String type(String format) {
        return TYPES.getOrDefault(format, "application/octet-stream");
    }

    /**
     * Returns an address under which a file can be fetched.
     *
     * @param number makes the address differ from others
     * @param expires when it ends to hold
     */
    public String url(String origin, Wish wish, long number, Instant expires) {
        StringBuilder url = new StringBuilder(origin)
                .append(PATH)
                .append(word(wish.kind()))
                .append('/')
                .append(Long.toHexString(number))
                .append('.')
                .append(wish.format());
        url.append("?expires=").append(expires.getEpochSecond());
        url.append("&seed=").append(Long.toHexString(wish.seed()));
        if (wish.width() > 0) {
            url.append("&size=").append(wish.width()).append('x').append(wish.height());
        }
        if (wish.kind() == LiveWord.MediaKind.AUDIO) {
            url.append("&seconds=").append(wish.seconds());
        } else if (!wish.text().isEmpty() && wish.width() > 0) {
            url.append("&text=").append(URLEncoder.encode(wish.text(), StandardCharsets.UTF_8));
        }
        return wish.isTransparent() ? url.append("&transparent=true").toString() : url.toString();
    }

    private static String word(LiveWord.MediaKind kind) {
        return switch (kind) {
            case IMAGE -> "image";
            case THUMBNAIL -> "thumbnail";
            case AUDIO -> "audio";
            case VIDEO -> "video";
        };
    }

    /** Returns the file that an address means, if it is one that {@link #url} gave. */
    public static Optional<Item> find(String path, String query) {
        Matcher address = ADDRESS.matcher(path.startsWith(PATH) ? path.substring(PATH.length()) : "");
        if (!address.matches() || !TYPES.containsKey(address.group(3))) {
            return Optional.empty();
        }
        LiveWord.MediaKind kind = LiveWord.MediaKind.valueOf(address.group(1).toUpperCase(java.util.Locale.ROOT));
        Map<String, List<String>> asked = Query.parse(query);
        try {
            Wish usual = Wish.usual(kind, Long.parseUnsignedLong(value(asked, "seed", "0"), 16));
            String[] size =
                    value(asked, "size", usual.width() + "x" + usual.height()).split("x", 2);
            Wish wish = new Wish(
                    kind,
                    bounded(size[0]),
                    bounded(size[size.length - 1]),
                    address.group(3),
                    value(asked, "transparent", "").equals("true"),
                    usual.seed(),
                    value(asked, "text", ""),
                    Math.min(60, Math.max(0.1, Double.parseDouble(value(asked, "seconds", "2")))));
            Optional<Instant> expires =
                    Optional.ofNullable(asked.get("expires")).map(e -> Instant.ofEpochSecond(Long.parseLong(e.get(0))));
            return Optional.of(new Item(
                    address.group(1) + "-" + address.group(2) + "." + wish.format(),
                    type(wish.format()),
                    wish,
                    expires));
        } catch (NumberFormatException | java.time.DateTimeException e) {
            return Optional.empty();
        }
    }

    private static int bounded(String number) {
        return Math.max(0, Math.min(Wish.LARGEST, Integer.parseInt(number)));
    }

    private static String value(Map<String, List<String>> asked, String name, String otherwise) {
        List<String> values = asked.get(name);
        return values == null ? otherwise : values.get(0);
    }

    /** Returns the usual file of a kind. */
    public byte[] usual(LiveWord.MediaKind kind) {
        return bytes(Wish.usual(kind, 7));
    }

    /** Returns the bytes of a file. */
    public byte[] bytes(Wish wish) {
        synchronized (kept) {
            byte[] known = kept.get(wish);
            if (known != null) {
                return known;
            }
        }
        byte[] made = made(wish);
        synchronized (kept) {
            byte[] before = kept.put(wish, made);
            size += made.length - (before == null ? 0 : before.length);
            var oldest = kept.entrySet().iterator();
            while (size > MOST_BYTES && kept.size() > 1) {
                size -= oldest.next().getValue().length;
                oldest.remove();
            }
        }
        return made;
    }

    private static byte[] made(Wish wish) {
        return switch (wish.format()) {
            case "png", "jpg", "webp", "gif" -> wish.width() < 1 || wish.height() < 1 ? new byte[0] : Picture.of(wish);
            case "wav" -> Sound.wav(wish);
            case "pcm" -> Sound.pcm(wish);
            // Frames of these stand by themselves, so that any number of them is a file.
            case "mp3" -> Sound.repeated(read("speech.mp3"), 1, wish);
            case "aac" -> Sound.repeated(read("speech.aac"), 1, wish);
            case "opus" -> read("speech.opus");
            case "flac" -> read("speech.flac");
            default -> read("video.mp4");
        };
    }

    private static byte[] read(String file) {
        try (InputStream in = Shelf.class.getResourceAsStream("/facsimile/media/" + file)) {
            if (in == null) {
                throw new IllegalStateException("the media file " + file + " is missing from the class path");
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
