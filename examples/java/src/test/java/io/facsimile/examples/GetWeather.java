package io.facsimile.examples;

import com.fasterxml.jackson.annotation.JsonClassDescription;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import java.util.function.Supplier;

/** A tool that the model may call: its members are the arguments. */
@JsonClassDescription("Tells the weather of a city.")
public class GetWeather implements Supplier<String> {
    @JsonPropertyDescription("The city.")
    public String city;

    public int days;
    public Unit unit;

    /** A closed set. */
    public enum Unit {
        CELSIUS,
        FAHRENHEIT
    }

    @Override
    public String get() {
        return "rain in " + city;
    }
}
