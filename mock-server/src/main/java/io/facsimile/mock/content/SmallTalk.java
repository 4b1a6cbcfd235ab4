package io.facsimile.mock.content;

import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Texts that want nothing but a friendly word. */
enum SmallTalk {
    NONE,
    GREETING,
    THANKS;

    private static final int LONGEST = 60;

    private static final Set<String> GREETINGS = Set.of(
            ("hi|hello|hey|hi there|hello there|hey there|good morning|good afternoon|good evening|how are you|how are you doing"
                            + "|how are you today|how is it going|what s up|bonjour|salut|bonsoir|ça va|comment ça va|comment allez vous"
                            + "|hallo|guten tag|guten morgen|guten abend|moin|servus|wie geht es dir|wie geht s|wie geht es ihnen"
                            + "|hola|buenos días|buenas tardes|buenas noches|qué tal|cómo estás|olá|oi|bom dia|boa tarde|boa noite"
                            + "|tudo bem|como vai|ciao|buongiorno|buonasera|come stai|come va|hej|hejsan|hei|moi|hoi|goedemorgen|hoe gaat het"
                            + "|cześć|dzień dobry|ahoj|dobrý den|bună|bună ziua|szia|helló|jó napot|merhaba|selam|halo|selamat pagi"
                            + "|привет|здравствуйте|здравствуй|добрый день|как дела|привіт|добрий день|مرحبا|السلام عليكم|سلام"
                            + "|你好|您好|你好吗|早上好|こんにちは|おはよう|おはようございます|안녕하세요|안녕|नमस्ते|שלום|γεια σας|γεια|xin chào|chào bạn"
                            + "|สวัสดี|สวัสดีครับ|สวัสดีค่ะ|নমস্কার|வணக்கம்")
                    .split("\\|"));

    private static final Set<String> THANKED = Set.of(
            ("thanks|thank you|thanks a lot|thanks a bunch|thanks a million|thanks so much|thank you so much|thank you very much|many thanks|thx"
                            + "|cheers|thanks for your help|thank you for your help|danke|danke schön|danke sehr|vielen dank|besten dank"
                            + "|merci|merci beaucoup|merci bien|gracias|muchas gracias|muchísimas gracias|obrigado|obrigada|muito obrigado"
                            + "|muito obrigada|grazie|grazie mille|molte grazie|tack|tack så mycket|tak|mange tak|takk|tusen takk|kiitos|kiitos paljon"
                            + "|bedankt|dank je|dank je wel|dank u|dank u wel|hartelijk dank|dziękuję|dzięki|dziękuję bardzo|děkuji|díky|moc děkuji"
                            + "|mulțumesc|mulțumesc mult|köszönöm|köszi|köszönöm szépen|teşekkürler|teşekkür ederim|çok teşekkürler|terima kasih"
                            + "|спасибо|большое спасибо|спасибо большое|дякую|щиро дякую|شكرا|شكرا جزيلا|شكراً|متشکرم|ممنون|مرسی"
                            + "|谢谢|谢谢你|谢谢您|多谢|非常感谢|感谢|謝謝|謝謝你|謝謝您|多謝|ありがとう|ありがとうございます|감사합니다|고맙습니다|고마워요"
                            + "|धन्यवाद|शुक्रिया|תודה|תודה רבה|ευχαριστώ|ευχαριστώ πολύ|cảm ơn|cảm ơn bạn|ขอบคุณ|ขอบคุณครับ|ขอบคุณค่ะ|ধন্যবাদ|நன்றி")
                    .split("\\|"));

    /** Returns what a text is that greets or thanks, and no more; thanks count before a greeting. */
    static SmallTalk of(String text) {
        if (text.length() > LONGEST) {
            return NONE;
        }
        List<String> words = List.of(text.toLowerCase(Locale.ROOT)
                .replaceAll("[^\\p{L}\\p{M}]+", " ")
                .strip()
                .split(" ", -1));
        SmallTalk found = NONE;
        for (int at = 0; at < words.size(); ) {
            int end = words.size();
            while (end > at && !isKnown(String.join(" ", words.subList(at, end)))) {
                end--;
            }
            if (end == at) {
                return NONE;
            }
            boolean isThanks = found == THANKS || THANKED.contains(String.join(" ", words.subList(at, end)));
            found = isThanks ? THANKS : GREETING;
            at = end;
        }
        return found;
    }

    private static boolean isKnown(String words) {
        return GREETINGS.contains(words) || THANKED.contains(words);
    }
}
