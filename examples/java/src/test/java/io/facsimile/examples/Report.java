package io.facsimile.examples;

import com.fasterxml.jackson.annotation.JsonClassDescription;
import java.util.List;

/** What a model is to answer with. */
@JsonClassDescription("A report about the weather.")
public class Report {
    public String title;
    public double score;
    public List<Kind> tags;
    public Author author;

    /** A closed set. */
    public enum Kind {
        WARM,
        COLD,
        WET
    }

    /** An object in the object. */
    public static class Author {
        public String name;
        public int age;
    }
}
