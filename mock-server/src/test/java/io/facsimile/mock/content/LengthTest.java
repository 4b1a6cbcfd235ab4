package io.facsimile.mock.content;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How long a text is to be, in the words in which people ask for it. */
class LengthTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Answer in one word: capital of France? | WORDS | 1",
                "Say it in a single word. | WORDS | 1",
                "Write fifteen sentences about rain. | SENTENCES | 15",
                "In twenty-five words, what is rain? | WORDS | 25",
                "A 1,200 word essay on rain | WORDS | 1200",
                "Write two hundred and fifty words. | WORDS | 250",
                "In a hundred words: rain | WORDS | 100",
                "Tell me about rain in 2 paragraphs. | PARAGRAPHS | 2",
                "Three short paragraphs on rain | PARAGRAPHS | 3",
                "Write a poem of 12 lines. | LINES | 12",
                "Write a 14-line poem. | LINES | 14",
                "写一篇五百字的文章 | WORDS | 500",
                "用一百二十个字介绍北京 | WORDS | 120",
                "写500字 | WORDS | 500",
                "用三句话说明 | SENTENCES | 3",
                "写两段话 | PARAGRAPHS | 2",
                "写一首十二行的诗 | LINES | 12",
                "给我五个建议 | ITEMS | 5",
                "Name twelve animals. | ITEMS | 12",
                "Please list the top 10 African countries. | ITEMS | 10",
                "Give me a dozen good tips | ITEMS | 12",
                "Écris deux phrases sur la mer. | SENTENCES | 2",
                "Schreibe drei Absätze über das Meer. | PARAGRAPHS | 3",
                "Escribe cien palabras sobre el mar. | WORDS | 100",
                "Be brief: rain? | SENTENCES | 1",
                "What does the word rain mean? | SENTENCES | 3",
                "I have two cats and they purr. Why? | SENTENCES | 3",
                "Compare the weather in 3 cities. | SENTENCES | 3",
            })
    void theLengthThatIsAskedForIsUnderstood(String text, Length.Unit unit, int count) {
        assertThat(Length.of(text)).isEqualTo(new Length(unit, count));
    }
}
