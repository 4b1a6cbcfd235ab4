package io.facsimile.mock;

import io.facsimile.contract.language.LiveWord;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/** The pictures, sounds and films that the simulator hands out, and their addresses. */
final class MediaShelf {
    static final String PATH = "/__facsimile/media/";

    private static final Map<LiveWord.MediaKind, String> FILES = Map.of(
            LiveWord.MediaKind.IMAGE, "image.png",
            LiveWord.MediaKind.THUMBNAIL, "thumbnail.jpg",
            LiveWord.MediaKind.AUDIO, "audio.mp3",
            LiveWord.MediaKind.VIDEO, "video.mp4");
    private static final Map<String, String> TYPES =
            Map.of("png", "image/png", "jpg", "image/jpeg", "mp3", "audio/mpeg", "mp4", "video/mp4");

    private final Map<LiveWord.MediaKind, byte[]> bytes = new EnumMap<>(LiveWord.MediaKind.class);

    /** Returns an address under which the file can be fetched; each call gives another one. */
    String url(String origin, LiveWord.MediaKind kind, long number) {
        String file = FILES.getOrDefault(kind, "image.png");
        int dot = file.indexOf('.');
        return origin + PATH + file.substring(0, dot) + "/" + Long.toHexString(number) + file.substring(dot);
    }

    synchronized byte[] bytes(LiveWord.MediaKind kind) {
        return bytes.computeIfAbsent(kind, k -> read(FILES.getOrDefault(k, "image.png")));
    }

    /** A file with its media type. */
    record Item(String mediaType, byte[] bytes) {}

    /** Finds the file of an address that {@link #url} gave. */
    Optional<Item> find(String path) {
        for (Map.Entry<LiveWord.MediaKind, String> file : FILES.entrySet()) {
            int dot = file.getValue().indexOf('.');
            String prefix = PATH + file.getValue().substring(0, dot) + "/";
            if (path.startsWith(prefix) && path.endsWith(file.getValue().substring(dot))) {
                String type = TYPES.getOrDefault(file.getValue().substring(dot + 1), "application/octet-stream");
                return Optional.of(new Item(type, bytes(file.getKey())));
            }
        }
        return Optional.empty();
    }

    private static byte[] read(String file) {
        try (InputStream in = MediaShelf.class.getResourceAsStream("/facsimile/media/" + file)) {
            if (in == null) {
                throw new IllegalStateException("the media file " + file + " is missing from the class path");
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
