package io.facsimile.mock.journal;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.LongFunction;

/**
 * The last exchanges. Bounded by entries and by the bytes that each may keep of its body. Adding takes no lock; safe for
 * several threads.
 */
public final class Journal {
    private static final int LONGEST_BODY = 16 * 1024;

    private static final int MOST_KNOWN_KEYS = 256;

    private final AtomicReferenceArray<Entry> ring;
    /** Callers come back with the key that they had before. */
    private final Map<String, String> hashes = new ConcurrentHashMap<>();

    private final AtomicLong count = new AtomicLong();
    private volatile long cleared;

    /** @param most how many exchanges are kept; 0 for none */
    public Journal(int most) {
        ring = new AtomicReferenceArray<>(most);
    }

    public boolean isOff() {
        return ring.length() == 0;
    }

    /** Adds an exchange; gets its number. */
    public void add(LongFunction<Entry> entry) {
        if (ring.length() > 0) {
            long number = count.incrementAndGet();
            ring.set((int) (number % ring.length()), entry.apply(number));
        }
    }

    /** Returns what is kept, oldest first. */
    public List<Entry> entries() {
        List<Entry> entries = new ArrayList<>();
        for (int i = 0; i < ring.length(); i++) {
            Entry entry = ring.get(i);
            if (entry != null && entry.number() > cleared) {
                entries.add(entry);
            }
        }
        entries.sort((a, b) -> Long.compare(a.number(), b.number()));
        return entries;
    }

    /** Returns the number of the newest exchange; 0 for none yet. */
    public long newest() {
        return count.get();
    }

    /** Forgets every exchange. */
    public void clear() {
        cleared = count.get();
        hashes.clear();
        for (int i = 0; i < ring.length(); i++) {
            ring.set(i, null);
        }
    }

    /** Returns as much of a body as is kept. */
    public static byte[] kept(byte[] body) {
        return body.length <= LONGEST_BODY ? body : Arrays.copyOf(body, LONGEST_BODY);
    }

    /** Returns a short hash of a key, by which two callers are told apart; "" for none. */
    public static String hash(String key) {
        if (key.isEmpty()) {
            return "";
        }
        byte[] digest = sha256().digest(key.getBytes(StandardCharsets.UTF_8));
        return HexFormat.of().formatHex(digest, 0, 4);
    }

    /** Returns the same as {@link #hash}, and remembers it for a while. */
    public String hashOf(String key) {
        String known = hashes.get(key);
        if (known != null) {
            return known;
        }
        String hash = hash(key);
        if (hashes.size() < MOST_KNOWN_KEYS) {
            hashes.put(key, hash);
        }
        return hash;
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
