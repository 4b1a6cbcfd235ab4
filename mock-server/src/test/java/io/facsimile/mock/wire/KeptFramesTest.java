package io.facsimile.mock.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Frames that wait for their time")
class KeptFramesTest {
    private static List<String> read(KeptFrames frames) {
        List<String> read = new ArrayList<>();
        frames.forEachRemaining(frame -> read.add(new String(frame, UTF_8)));
        return read;
    }

    private static KeptFrames of(List<String> frames) {
        return new KeptFrames(frames.stream().map(f -> f.getBytes(UTF_8)).iterator());
    }

    @Test
    @DisplayName("come out as they went in, whatever they share with the one before")
    void same() {
        List<String> frames = List.of(
                "data: {\"text\":\"a\"}\n\n",
                "data: {\"text\":\"b\"}\n\n",
                "data: {\"text\":\"b\"}\n\n",
                "data: {\"text\":\"bb\"}\n\n",
                "data: {\"text\":\"\"}\n\n",
                "",
                "data: [DONE]\n\n");

        assertThat(read(of(frames))).isEqualTo(frames);
    }

    @Test
    @DisplayName("come out as they went in, for any bytes of few letters")
    void random() {
        Random random = new Random(7);
        for (int round = 0; round < 2_000; round++) {
            List<String> frames = new ArrayList<>();
            for (int i = random.nextInt(8); i > 0; i--) {
                StringBuilder frame = new StringBuilder();
                for (int k = random.nextInt(9); k > 0; k--) {
                    frame.append((char) ('a' + random.nextInt(2)));
                }
                frames.add(frame.toString());
            }
            assertThat(read(of(frames))).isEqualTo(frames);
        }
    }

    @Test
    @DisplayName("end with an error for who asks for more than there are")
    void end() {
        KeptFrames frames = of(List.of("a"));
        frames.next();

        assertThat(frames.hasNext()).isFalse();
        assertThatThrownBy(frames::next).isInstanceOf(NoSuchElementException.class);
    }
}
