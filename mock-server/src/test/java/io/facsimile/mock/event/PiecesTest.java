package io.facsimile.mock.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How texts and bytes are cut. */
class PiecesTest {
    @Test
    void wordsKeepTheSpaceBeforeThemAndLongOnesAreCut() {
        assertThat(Pieces.of("The sky\n is incomprehensibilities."))
                .containsExactly("The", " sky", "\n is", " incomprehen", "sibilities.");
        assertThat(Pieces.of("")).isEmpty();
    }

    @Test
    void scriptsWithoutSpacesComeTwoByTwo() {
        assertThat(Pieces.of("天空是蓝色")).containsExactly("天空", "是蓝", "色");
    }

    @Test
    void noCharacterIsCutInTwo() {
        String family = "\uD83D\uDC68\u200D\uD83D\uDC69\u200D\uD83D\uDC67";
        String thumb = "\uD83D\uDC4D\uD83C\uDFFD";
        String flag = "\uD83C\uDDEB\uD83C\uDDF7";
        String accent = "e\u0301";
        for (String character : List.of(family, thumb, flag, accent, "\uD83D\uDE00")) {
            for (int before = 0; before < 14; before++) {
                String text = "x".repeat(before) + character + "x".repeat(3);
                List<String> pieces = Pieces.of(text);
                assertThat(String.join("", pieces)).isEqualTo(text);
                assertThat(pieces).as(text).anyMatch(piece -> piece.contains(character));
            }
        }
    }

    @Test
    void everyPieceOfBase64CanBeDecodedByItself() {
        byte[] bytes = new byte[100_001];
        List<String> pieces = Pieces.ofBase64(Base64.getEncoder().encodeToString(bytes));
        assertThat(pieces).hasSizeBetween(60, 70);
        assertThat(pieces.stream()
                        .mapToInt(p -> Base64.getDecoder().decode(p).length)
                        .sum())
                .isEqualTo(bytes.length);
    }
}
