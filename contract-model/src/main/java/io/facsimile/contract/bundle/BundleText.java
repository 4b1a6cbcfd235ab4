package io.facsimile.contract.bundle;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.common.FlowStyle;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.representer.StandardRepresenter;

/** Writes bundles as text. */
public final class BundleText {
    private static final ObjectMapper JSON = new ObjectMapper();

    private BundleText() {}

    /** Writes a document as YAML that readers of YAML 1.1 and of YAML 1.2 understand alike. */
    public static String yaml(JsonNode document) {
        DumpSettings settings = DumpSettings.builder()
                .setDefaultFlowStyle(FlowStyle.BLOCK)
                .setSplitLines(false)
                .setUseUnicodeEncoding(true)
                .setDereferenceAliases(true)
                .build();
        try {
            return new Dump(settings, new Plain(settings)).dumpToString(JSON.treeToValue(document, Object.class));
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Leaves unquoted only what no version of YAML takes for anything but text. */
    private static final class Plain extends StandardRepresenter {
        private static final Pattern WORD = Pattern.compile("[A-Za-z_/$][A-Za-z0-9_/{}.$-]*");
        private static final Set<String> NO_TEXT = Set.of("y", "n", "yes", "no", "on", "off", "true", "false", "null");

        Plain(DumpSettings settings) {
            super(settings);
            representers.put(String.class, value -> {
                String text = (String) value;
                boolean isPlain = WORD.matcher(text).matches() && !NO_TEXT.contains(text.toLowerCase(Locale.ROOT));
                return representScalar(Tag.STR, text, isPlain ? ScalarStyle.PLAIN : ScalarStyle.DOUBLE_QUOTED);
            });
        }
    }
}
