package io.facsimile.contracttests;

import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What this process holds, its mock server among it: memory after a garbage collection, open files, threads.
 *
 * @param heapBytes in use
 * @param residentBytes held from the machine; 0 where it does not tell
 * @param files open; 0 where the machine does not tell
 */
record Growth(long heapBytes, long residentBytes, int files, int threads) {
    private static final Path STATUS = Path.of("/proc/self/status");

    /** Looks now, after the garbage is collected. */
    static Growth now() {
        for (int i = 0; i < 3; i++) {
            System.gc();
            pause(50);
        }
        return new Growth(
                ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed(),
                resident(),
                openFiles(),
                ManagementFactory.getThreadMXBean().getThreadCount());
    }

    static void pause(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static long resident() {
        try {
            return Files.exists(STATUS)
                    ? Files.readAllLines(STATUS).stream()
                            .filter(l -> l.startsWith("VmRSS:"))
                            .mapToLong(l -> Long.parseLong(l.replaceAll("[^0-9]", "")) * 1024)
                            .sum()
                    : 0;
        } catch (IOException e) {
            return 0;
        }
    }

    private static int openFiles() {
        String[] names = new File("/proc/self/fd").list();
        return names == null ? 0 : names.length;
    }

    /** Returns what has grown since by more than is allowed, with the figures; nothing if nothing has. */
    List<String> since(Growth before, long mostHeap, long mostResident, int mostFiles, int mostThreads) {
        List<String> grown = new ArrayList<>();
        note(grown, "heap after collection", before.heapBytes, heapBytes, mostHeap);
        note(grown, "resident memory", before.residentBytes, residentBytes, mostResident);
        note(grown, "open files", before.files, files, mostFiles);
        note(grown, "threads", before.threads, threads, mostThreads);
        return grown;
    }

    private static void note(List<String> grown, String what, long before, long after, long most) {
        if (after - before > most) {
            grown.add(what + " grew from " + before + " to " + after + ", by more than " + most);
        }
    }
}
