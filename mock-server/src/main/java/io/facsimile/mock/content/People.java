package io.facsimile.mock.content;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * Who is meant in one object: its name, its e-mail address and its user name are of the same person, and those of a buyer
 * are of another one than those of a seller.
 */
final class People {
    /** What the object is of, as far as its own name and its members tell. */
    private final String about;

    private final Map<String, Integer> chosen = new LinkedHashMap<>();

    People(String about) {
        this.about = about;
    }

    /** Returns the word for what a bare "name" in this object is of; "" if of a person. */
    String about() {
        return about;
    }

    /**
     * Returns the number of a person.
     *
     * @param prefix the words before the name's last ones, such as {@code buyer}; "" for none
     * @param taken the numbers of those who are meant elsewhere; the new one is added
     */
    int person(String prefix, int count, Set<Integer> taken, Chance chance) {
        Integer known = chosen.get(prefix);
        if (known == null && (prefix.isEmpty() || chosen.keySet().equals(Set.of("")))) {
            // An address without more words is the one person's who is there.
            known = chosen.isEmpty() ? null : chosen.values().iterator().next();
        }
        if (known == null) {
            if (taken.size() >= count) {
                taken.clear();
            }
            int number = chance.below(count);
            while (!taken.add(number)) {
                number = (number + 1) % count;
            }
            known = number;
        }
        chosen.put(prefix, known);
        return known % count;
    }
}
