package io.facsimile.mock.scenario;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;

/** Scenarios that hold for whoever calls, until they are removed or used up. Safe for several threads. */
public final class FaultRules {
    private static final int MOST = 1_000;

    private volatile List<Rule> rules = List.of();
    private final AtomicInteger lastId = new AtomicInteger();

    /**
     * A rule: the operation and the caller that it holds for ("" for all), what happens, and how often it still does.
     */
    public static final class Rule {
        private final int id;
        private final String operation;
        private final String key;
        private final Scenario scenario;
        private final List<Scenario> offers;
        private final AtomicInteger left;

        Rule(int id, String operation, String key, Scenario scenario) {
            this.id = id;
            this.operation = operation;
            this.key = key;
            this.scenario = scenario;
            Scenario what = scenario.withoutTimes();
            this.offers = List.of(what, what.ofDelays());
            this.left = new AtomicInteger(scenario.times().orElse(Integer.MAX_VALUE));
        }

        public int id() {
            return id;
        }

        public String operation() {
            return operation;
        }

        /** Returns the key of the only caller that it holds for; "" for all. */
        public String key() {
            return key;
        }

        public Scenario scenario() {
            return scenario;
        }

        /** Returns how often it still holds; nothing for always. */
        public Optional<Integer> left() {
            return scenario.times().map(t -> Math.max(0, left.get()));
        }

        private boolean isFor(String calledOperation, String callersKey) {
            return (operation.isEmpty() || operation.equals(calledOperation))
                    && (key.isEmpty() || key.equals(callersKey));
        }

        private boolean isUsedUp() {
            return scenario.times().isPresent() && left.get() <= 0;
        }

        private boolean take() {
            return scenario.times().isEmpty() || left.getAndDecrement() > 0;
        }
    }

    /**
     * Adds a rule. The newest comes first. Rules that are used up make room when there are many.
     *
     * @param operation an operationId, or "" for every operation
     * @param key the key of the only caller that it holds for, or "" for everybody
     * @throws IllegalStateException if there are too many
     */
    public synchronized Rule add(String operation, String key, Scenario scenario) {
        if (rules.size() >= MOST) {
            rules = rules.stream().filter(r -> !r.isUsedUp()).toList();
        }
        if (rules.size() >= MOST) {
            throw new IllegalStateException("there are " + MOST + " fault rules already; remove some");
        }
        Rule rule = new Rule(lastId.incrementAndGet(), operation, key, scenario);
        List<Rule> more = new ArrayList<>();
        more.add(rule);
        more.addAll(rules);
        rules = List.copyOf(more);
        return rule;
    }

    /** Removes a rule; returns whether it was there. */
    public synchronized boolean remove(int id) {
        List<Rule> fewer = new ArrayList<>(rules);
        boolean isRemoved = fewer.removeIf(r -> r.id() == id);
        rules = List.copyOf(fewer);
        return isRemoved;
    }

    /** Removes the rules of one caller. */
    public synchronized void removeOf(String key) {
        rules = rules.stream().filter(r -> !r.key.equals(key)).toList();
    }

    public synchronized void clear() {
        rules = List.of();
    }

    public List<Rule> all() {
        return rules;
    }

    /**
     * Returns what is asked for, with what the rules say of the rest: as the words of one scenario, where the caller's
     * count before those of a rule, and a newer rule's before an older one's. A rule that adds nothing is not counted.
     *
     * @param asked what the caller asks for; where that says what is answered, rules say only how fast
     * @param acting returns what of a scenario acts on the call
     */
    public Scenario onto(Scenario asked, String operation, String key, UnaryOperator<Scenario> acting) {
        Scenario sum = asked;
        int first = asked.isDecisive() ? 1 : 0;
        for (Rule rule : rules) {
            if (rule.isFor(operation, key) && !rule.isUsedUp()) {
                Scenario more = joined(sum, rule.offers.subList(first, rule.offers.size()), acting);
                if (more.hasMoreThan(sum) && rule.take()) {
                    sum = more;
                }
            }
        }
        return sum;
    }

    /** Returns a scenario with the most of what a rule offers that leaves all of its words acting; itself if that is nothing. */
    private static Scenario joined(Scenario sum, List<Scenario> offers, UnaryOperator<Scenario> acting) {
        for (Scenario offer : offers) {
            Scenario both = sum.over(offer);
            if (both.isPossible()) {
                Scenario acts = acting.apply(both);
                if (acts.hasMoreThan(sum)) {
                    return acts;
                }
            }
        }
        return sum;
    }
}
