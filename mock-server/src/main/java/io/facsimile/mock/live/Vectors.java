package io.facsimile.mock.live;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.TextNode;
import io.facsimile.contract.language.LiveWord;
import io.facsimile.contract.language.RequestValues;
import io.facsimile.contract.language.VectorRule;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Base64;
import java.util.Random;

/** Embeddings: vectors of unit length that depend on nothing but what is embedded and how long they are. */
final class Vectors {
    private static final int LONGEST = 8_192;

    private Vectors() {}

    /** Returns the vector of the item at an index, as a list of numbers or packed as the form says. */
    static JsonNode of(LiveWord.Vector word, RequestValues request, int index, Template.Form form) {
        JsonNode input = word.of().find(request);
        boolean isList = input.isArray() && !input.path(0).isNumber();
        float[] vector = vector(
                (isList ? input.path(index) : input).toString(),
                dimensions(word.dimensions().find(request), word.usual(), request));
        if (form == Template.Form.BASE64 || form == Template.Form.TEXT) {
            ByteBuffer packed = ByteBuffer.allocate(vector.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
            for (float number : vector) {
                packed.putFloat(number);
            }
            return TextNode.valueOf(Base64.getEncoder().encodeToString(packed.array()));
        }
        ArrayNode numbers = JsonNodeFactory.instance.arrayNode(vector.length);
        for (float number : vector) {
            numbers.add(number);
        }
        return numbers;
    }

    private static int dimensions(JsonNode asked, VectorRule usual, RequestValues request) {
        int wanted = asked.isIntegralNumber() && asked.asInt() > 0 ? asked.asInt() : usual.length(request);
        return Math.min(wanted, LONGEST);
    }

    static float[] vector(String text, int dimensions) {
        Random random = new Random(IdForm.Numbers.of(text).next());
        double[] numbers = new double[dimensions];
        double sum = 0;
        for (int i = 0; i < dimensions; i++) {
            numbers[i] = random.nextGaussian();
            sum += numbers[i] * numbers[i];
        }
        double length = Math.sqrt(sum);
        float[] vector = new float[dimensions];
        for (int i = 0; i < dimensions; i++) {
            vector[i] = (float) (numbers[i] / length);
        }
        return vector;
    }
}
