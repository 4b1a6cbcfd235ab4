package io.facsimile.mock.media;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;

/** A sound about as long as the text that is spoken: a tone for each syllable, 24,000 samples a second, 16 bits, one channel. */
final class Sound {
    private static final int RATE = 24_000;
    private static final double SYLLABLE = 0.2;

    private Sound() {}

    /** Returns the samples alone. */
    static byte[] pcm(Wish wish) {
        int samples = (int) (wish.seconds() * RATE);
        ByteBuffer out = ByteBuffer.allocate(samples * 2).order(ByteOrder.LITTLE_ENDIAN);
        SplittableRandom random = new SplittableRandom(wish.seed());
        int each = (int) (SYLLABLE * RATE);
        double pitch = 0;
        for (int i = 0; i < samples; i++) {
            int at = i % each;
            if (at == 0) {
                pitch = 110 + 110 * random.nextDouble();
            }
            double loudness = Math.sin(Math.PI * at / each) * 0.3;
            out.putShort((short) (Short.MAX_VALUE * loudness * Math.sin(2 * Math.PI * pitch * i / RATE)));
        }
        return out.array();
    }

    /** Returns a WAV file. */
    static byte[] wav(Wish wish) {
        byte[] samples = pcm(wish);
        ByteBuffer file = ByteBuffer.allocate(44 + samples.length).order(ByteOrder.LITTLE_ENDIAN);
        file.put(ascii("RIFF")).putInt(36 + samples.length).put(ascii("WAVE"));
        file.put(ascii("fmt ")).putInt(16).putShort((short) 1).putShort((short) 1);
        file.putInt(RATE).putInt(RATE * 2).putShort((short) 2).putShort((short) 16);
        file.put(ascii("data")).putInt(samples.length).put(samples);
        return file.array();
    }

    /** Repeats the frames of a file without a head, until it is as long as wished. */
    static byte[] repeated(byte[] frames, double seconds, Wish wish) {
        int times = Math.max(1, (int) Math.round(wish.seconds() / seconds));
        ByteBuffer file = ByteBuffer.allocate(frames.length * times);
        for (int i = 0; i < times; i++) {
            file.put(frames);
        }
        return file.array();
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
