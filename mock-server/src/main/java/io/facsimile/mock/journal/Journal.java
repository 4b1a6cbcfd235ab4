package io.facsimile.mock.journal;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Deque;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.LongFunction;

/**
 * The last exchanges. Bounded by entries, by the bytes that each may keep of its body, and by those of all: the oldest go
 * first. Whoever watches a caller gets all exchanges of that one, and their whole bodies. Adding takes no lock; safe for several
 * threads.
 */
public final class Journal {
    private static final int LONGEST_BODY = 16 * 1024;

    private static final long MOST_BYTES = 32L * 1024 * 1024;

    private static final int MOST_KNOWN_KEYS = 256;

    private final AtomicReferenceArray<Entry> ring;
    /** How much each place of the ring holds: an old entry is not looked at when a new one takes its place. */
    private final AtomicIntegerArray sizes;
    /** Callers come back with the key that they had before. */
    private final Map<String, String> hashes = new ConcurrentHashMap<>();

    private final AtomicLong count = new AtomicLong();
    private final AtomicLong bytes = new AtomicLong();
    private final Map<String, Watch> watches = new ConcurrentHashMap<>();
    private volatile long cleared;
    /** The number of the oldest exchange that may still be there. */
    private volatile long oldest = 1;

    /** @param most how many exchanges are kept; 0 for none */
    public Journal(int most) {
        ring = new AtomicReferenceArray<>(most);
        sizes = new AtomicIntegerArray(most);
    }

    public boolean isOff() {
        return ring.length() == 0 && watches.isEmpty();
    }

    /** Adds an exchange; gets its number. */
    public void add(LongFunction<Entry> entry) {
        if (isOff()) {
            return;
        }
        Entry added = entry.apply(count.incrementAndGet());
        if (ring.length() > 0) {
            int size = added.size();
            ring.set(place(added.number()), added);
            if (bytes.addAndGet(size - sizes.getAndSet(place(added.number()), size)) > MOST_BYTES) {
                makeRoom();
            }
        }
        Watch watch = watches.isEmpty() ? null : watches.get(added.key());
        if (watch != null) {
            watch.add(added);
        }
    }

    private int place(long number) {
        return (int) (number % ring.length());
    }

    private void makeRoom() {
        long newest = count.get();
        for (long number = Math.max(oldest, newest - ring.length() + 1);
                number < newest && bytes.get() > MOST_BYTES;
                number++) {
            Entry old = ring.get(place(number));
            if (old != null && old.number() == number && ring.compareAndSet(place(number), old, null)) {
                bytes.addAndGet(-sizes.getAndSet(place(number), 0));
            }
            oldest = number;
        }
    }

    /**
     * Keeps all exchanges of one caller from now on, whatever becomes of the others.
     *
     * @param key the caller's key
     * @return what is kept; to be closed
     */
    public Watch watch(String key) {
        String hash = hash(key);
        Watch watch = new Watch(() -> watches.remove(hash));
        watches.put(hash, watch);
        return watch;
    }

    /** The exchanges of one caller, with their whole bodies. Safe for several threads. */
    public static final class Watch implements AutoCloseable {
        private static final int MOST_WATCHED = 100_000;

        private final Deque<Entry> seen = new ArrayDeque<>();
        private final Runnable closing;
        private long all;

        private Watch(Runnable closing) {
            this.closing = closing;
        }

        private synchronized void add(Entry entry) {
            all++;
            seen.addLast(entry);
            if (seen.size() > MOST_WATCHED) {
                seen.removeFirst();
            }
        }

        /** Returns what came, oldest first; of very many the last hundred thousand. */
        public synchronized List<Entry> entries() {
            return seen.stream().sorted(Comparator.comparingLong(Entry::number)).toList();
        }

        /** Returns how many came, even if not all of them are kept. */
        public synchronized long count() {
            return all;
        }

        @Override
        public void close() {
            closing.run();
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
            bytes.addAndGet(-sizes.getAndSet(i, 0));
        }
    }

    /**
     * Returns as much of a body as is kept.
     *
     * @param key the hash of the caller's key
     */
    public byte[] kept(byte[] body, String key) {
        return body.length <= LONGEST_BODY || watches.containsKey(key) ? body : Arrays.copyOf(body, LONGEST_BODY);
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
