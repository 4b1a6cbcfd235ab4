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
        private final AtomicInteger left;

        Rule(int id, String operation, String key, Scenario scenario) {
            this.id = id;
            this.operation = operation;
            this.key = key;
            this.scenario = scenario;
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
     * Returns what the first rule says of a call that has something to say of it, and counts that.
     *
     * @param acting returns what of a scenario acts on the call
     */
    public Scenario of(String operation, String key, UnaryOperator<Scenario> acting) {
        for (Rule rule : rules) {
            if (rule.isFor(operation, key) && !rule.isUsedUp()) {
                Scenario said = acting.apply(rule.scenario());
                if (!said.isNone() && rule.take()) {
                    return said;
                }
            }
        }
        return Scenario.NONE;
    }
}
