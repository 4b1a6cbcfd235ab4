package io.facsimile.mock.content;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** In which language a text is, and which one it asks for. */
class LanguagesTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "What is the capital of France? | EN",
                "Name a colour. | EN",
                "def add(a, b): return a + b | EN",
                "Why don't cats like water, and what can I do about it? | EN",
                "xyz | EN",
                "Quelle est la capitale de la France ? | FR",
                "Bonjour, explique-moi les marées. | FR",
                "Pourquoi le ciel est-il bleu ? | FR",
                "Was ist die Hauptstadt von Frankreich? | DE",
                "Erkläre mir bitte die Gezeiten. | DE",
                "Warum ist der Himmel blau? | DE",
                "Was kann man in Italien sehen? | DE",
                "¿Cuál es la capital de Francia? | ES",
                "Explica por qué el cielo es azul. | ES",
                "Escribe un poema sobre el mar | ES",
                "Qual é a capital da França? | PT",
                "Por que o céu é azul? | PT",
                "Escreva um poema sobre o mar | PT",
                "Qual è la capitale della Francia? | IT",
                "Perché il cielo è blu? | IT",
                "Scrivi una poesia sul mare | IT",
                "Tại sao bầu trời màu xanh? | VI",
                "Thủ đô của Pháp là gì? | VI",
                "आसमान नीला क्यों है? | HI",
                "ทำไมท้องฟ้าถึงเป็นสีฟ้า | TH",
                "Γιατί ο ουρανός είναι μπλε; | EL",
                "למה השמיים כחולים? | HE",
                "为什么天空是蓝色的？ | ZH",
                "為什麼天空是藍色的？ | ZH_HANT",
                "請介紹台灣的夜市 | ZH_HANT",
                "空はなぜ青いのですか？ | JA",
                "하늘은 왜 파란가요? | KO",
                "Почему небо голубое? | RU",
                "لماذا السماء زرقاء؟ | AR",
                "Explícame la gravedad | ES",
                "Hazme un resumen | ES",
                "Dime algo interesante | ES",
                "Explica-me a gravidade | PT",
                "Me conta uma piada | PT",
                "Spiegami la gravità | IT",
                "Raconte-moi une blague | FR",
                "Erzähl mir einen Witz | DE",
                "Café au lait recipe | EN",
                "List three facts about Zürich | EN",
                "Who was Antonín Dvořák? | EN",
                "Translate to pig latin | EN",
                "draw a cat | EN",
                "plan a trip | EN",
                "a red car | EN",
                "sing a song | EN",
                "a cat video | EN",
                "polish a spoon | EN",
                "Förklara gravitation för mig | SV",
                "Varför är himlen blå? | SV",
                "Hvorfor er himlen blå? | DA",
                "Hvad er hovedstaden i Frankrig? | DA",
                "Hva er hovedstaden i Frankrike? | NO",
                "Kan du forklare meg dette? | NO",
                "Waarom is de lucht blauw? | NL",
                "Leg mij uit hoe zwaartekracht werkt | NL",
                "Dlaczego niebo jest niebieskie? | PL",
                "Napisz wiersz o morzu | PL",
                "Proč je nebe modré? | CS",
                "Vysvětli mi gravitaci | CS",
                "De ce este cerul albastru? | RO",
                "Explică-mi gravitația | RO",
                "Miért kék az ég? | HU",
                "Mi Franciaország fővárosa? | HU",
                "Miksi taivas on sininen? | FI",
                "Kerro minulle vitsi | FI",
                "Gökyüzü neden mavi? | TR",
                "Bana yerçekimini açıkla | TR",
                "Mengapa langit berwarna biru? | ID",
                "Jelaskan gravitasi kepada saya | ID",
                "Чому небо блакитне? | UK",
                "Поясни мені, що таке гравітація | UK",
                "Объясни мне гравитацию | RU",
                "چرا آسمان آبی است؟ | FA",
                "پایتخت فرانسه کجاست؟ | FA",
                "আকাশ নীল কেন? | BN",
                "வானம் ஏன் நீலமாக இருக்கிறது? | TA",
                "آسمان نیلا کیوں ہے؟ | EN",
                "Защо небето е синьо? | EN",
                "Зашто је небо плаво? | EN",
                "Zašto je nebo plavo? | EN",
                "Prečo je obloha modrá? | EN",
                "आकाश निळे का आहे? | EN",
            })
    void aTextIsInItsLanguage(String text, Language language) {
        assertThat(Languages.of(text)).isEqualTo(language);
        assertThat(Languages.wished(text)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Answer in French: why is the sky blue? | FR",
                "Why is the sky blue? Please reply in simple German. | DE",
                "Réponds en espagnol. | ES",
                "Warum ist der Himmel blau? Antworte auf Englisch. | EN",
                "¿Por qué el cielo es azul? Responde en inglés. | EN",
                "Responda em francês. | FR",
                "Rispondi in tedesco. | DE",
                "Trả lời bằng tiếng Anh. | EN",
                "用英文回答：为什么天空是蓝色的？ | EN",
                "用法语回答 | FR",
                "请用繁体中文回答 | ZH_HANT",
                "Answer in traditional Chinese. | ZH_HANT",
                "Answer in Chinese. | ZH",
                "フランス語で答えてください。 | FR",
                "독일어로 대답해 주세요. | DE",
                "Ответь по-французски. | FR",
                "Answer in Hindi. | HI",
                "Please reply in Swedish. | SV",
                "Antworte auf Polnisch. | PL",
                "Svara på svenska. | SV",
                "Відповідай українською. | UK",
                "What is traditional Chinese medicine? |",
                "Who teaches French history? |",
            })
    void aWishIsUnderstood(String text, Language language) {
        assertThat(Languages.wished(text).orElse(null)).isEqualTo(language);
    }

    @ParameterizedTest
    @EnumSource
    void everyLanguageHasSentencesForEverything(Language language) {
        for (String use : List.of(
                "opening",
                "body",
                "closing",
                "item",
                "thinking",
                "result",
                "picture",
                "call",
                "word",
                "failed",
                "list",
                "greeting",
                "thanks")) {
            assertThat(language.sentences().of(use)).as(language + " " + use).isNotEmpty();
        }
        for (String use : List.of("opening", "thinking", "result", "failed")) {
            assertThat(language.sentences().of(use).get(0)).contains("{}");
        }
        for (String use : List.of("body", "item", "closing")) {
            String all = String.join(" ", language.sentences().of(use));
            assertThat(Languages.of(all)).as(all).isEqualTo(language);
        }
    }

    @Test
    void aCutTextHasAsManyWordsAsAsked() {
        assertThat(Language.EN.cut("One, two, three and four.", 2)).isEqualTo("One, two.");
        assertThat(Language.EN.cut("One two", 5)).isEqualTo("One two.");
        assertThat(Language.ZH.cut("首先要看具体的背景，因为", 6)).isEqualTo("首先要看具。");
    }
}
