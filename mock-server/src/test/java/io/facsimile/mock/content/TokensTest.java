package io.facsimile.mock.content;

import static org.assertj.core.api.Assertions.assertThat;

import com.knuddels.jtokkit.Encodings;
import com.knuddels.jtokkit.api.Encoding;
import com.knuddels.jtokkit.api.EncodingType;
import com.knuddels.jtokkit.api.IntArrayList;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TokensTest {
    private static final List<String> PIECES = List.of(
            "The sky",
            " is",
            " blue",
            ".",
            ". ",
            " . ",
            ".  ",
            "...",
            ". \n",
            "\n",
            "3.5",
            "3. ",
            "e.g. ",
            "天空是蓝色的。",
            "é",
            "😀",
            "'s. ",
            ".a",
            "Straße",
            "DON'T",
            "internationalization",
            "12345",
            "    ",
            "\t\t",
            "!!!???",
            "=====",
            "ひらがな",
            "\r\n");

    private final Encoding tokenizer = Encodings.newLazyEncodingRegistry().getEncoding(EncodingType.O200K_BASE);

    @Test
    void aTextThatIsCountedSentenceBySentenceHasTheTokensOfTheWhole() {
        Tokens tokens = new Tokens();
        Random random = new Random(7);
        for (int i = 0; i < 3_000; i++) {
            StringBuilder text = new StringBuilder();
            for (int j = random.nextInt(14); j >= 0; j--) {
                text.append(PIECES.get(random.nextInt(PIECES.size())));
            }
            assertThat(tokens.count(text.toString()))
                    .as(text.toString())
                    .isEqualTo(tokenizer.countTokensOrdinary(text.toString()));
        }
    }

    @Test
    void aTokenizerThatIsMadeOfATextsOwnTokensSplitsItLikeTheWholeOne() {
        Random random = new Random(11);
        for (int i = 0; i < 500; i++) {
            StringBuilder text = new StringBuilder();
            for (int j = random.nextInt(14); j >= 0; j--) {
                text.append(PIECES.get(random.nextInt(PIECES.size())));
            }
            IntArrayList tokens = Tokenizer.ofPieces(text.toString()).encodeOrdinary(text.toString());
            assertThat(tokens.toArray())
                    .as(text.toString())
                    .isEqualTo(tokenizer.encodeOrdinary(text.toString()).toArray());
            assertThat(Tokenizer.ofPieces(text.toString()).decode(tokens)).isEqualTo(text.toString());
        }
    }

    @Test
    void aVocabularyKnowsItsTokensAndNoOthers() {
        Vocabulary vocabulary = Vocabulary.read("/com/knuddels/jtokkit/o200k_base.tiktoken");
        vocabulary.all().forEach((token, rank) -> assertThat(vocabulary.rank(token))
                .isEqualTo(rank));
        assertThat(vocabulary.all()).hasSize(199_998);
        assertThat(vocabulary.rank("no such token".getBytes(StandardCharsets.UTF_8)))
                .isEqualTo(-1);
    }
}
