package io.facsimile.mock.wire;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;

/**
 * Frames that wait for their time. Most events of a stream differ from the one before them in a few letters, so only these
 * are kept: of ten thousand streams that wait, a tenth of the bytes.
 */
final class KeptFrames implements Iterator<byte[]> {
    /** What of each frame is its own, one after the other. */
    private final byte[] own;
    /** For each frame: how many bytes it begins with like the one before, its own, and how many it ends with like that. */
    private final int[] lengths;

    private byte[] before = {};
    private int next;
    private int at;

    KeptFrames(Iterator<byte[]> frames) {
        List<byte[]> all = new ArrayList<>();
        frames.forEachRemaining(all::add);
        lengths = new int[all.size() * 3];
        byte[] last = before;
        int sum = 0;
        for (int i = 0; i < all.size(); i++) {
            byte[] frame = all.get(i);
            int most = Math.min(last.length, frame.length);
            int difference = Arrays.mismatch(last, frame);
            int head = difference < 0 ? most : difference;
            int tail = 0;
            while (tail < most - head && last[last.length - 1 - tail] == frame[frame.length - 1 - tail]) {
                tail++;
            }
            lengths[i * 3] = head;
            lengths[i * 3 + 1] = frame.length - head - tail;
            lengths[i * 3 + 2] = tail;
            sum += frame.length - head - tail;
            last = frame;
        }
        own = new byte[sum];
        int to = 0;
        for (int i = 0; i < all.size(); i++) {
            System.arraycopy(all.get(i), lengths[i * 3], own, to, lengths[i * 3 + 1]);
            to += lengths[i * 3 + 1];
        }
    }

    @Override
    public boolean hasNext() {
        return next < lengths.length;
    }

    @Override
    public byte[] next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        int head = lengths[next++];
        int middle = lengths[next++];
        int tail = lengths[next++];
        byte[] frame = Arrays.copyOf(before, head + middle + tail);
        System.arraycopy(own, at, frame, head, middle);
        System.arraycopy(before, before.length - tail, frame, head + middle, tail);
        at += middle;
        before = frame;
        return frame;
    }
}
