package io.facsimile.mock.wire;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.common.Limit;
import com.github.tomakehurst.wiremock.http.LoggedResponse;
import com.github.tomakehurst.wiremock.http.Response;
import com.github.tomakehurst.wiremock.http.ResponseDefinition;
import com.github.tomakehurst.wiremock.store.RequestJournalStore;
import com.github.tomakehurst.wiremock.stubbing.ServeEvent;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import io.facsimile.mock.journal.Entry;
import io.facsimile.mock.journal.Journal;
import io.facsimile.mock.request.MockRequest;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * WireMock's journal: what stubs answered, kept here, and what the simulator answered, read from its journal when somebody
 * asks. So a simulator that nobody verifies does nothing for it. Bounded by entries and bytes; safe for several threads.
 */
final class StubJournal implements RequestJournalStore {
    private static final long MOST_BYTES = 16L * 1024 * 1024;

    /** The first half of the ids of what the simulator answered; the second half is the number of the exchange. */
    private static final long OURS = 0xFAC51411_E0004000L;

    private final Journal seen;
    private final Deque<ServeEvent> stubbed = new ArrayDeque<>();
    private final Set<Long> removed = new HashSet<>();
    private long bytes;
    private long forgotten;

    StubJournal(Journal seen) {
        this.seen = seen;
    }

    /** What no stub answers goes to the simulator, which writes its own journal. */
    @Override
    public synchronized void add(ServeEvent event) {
        if (event.getWasMatched()) {
            stubbed.addFirst(event);
            bytes += size(event);
            while (bytes > MOST_BYTES && stubbed.size() > 1) {
                removeLast();
            }
        }
    }

    private static long size(ServeEvent event) {
        byte[] body = event.getRequest().getBody();
        return body == null ? 0 : body.length;
    }

    @Override
    public synchronized void put(UUID id, ServeEvent event) {
        List<ServeEvent> events = new ArrayList<>(stubbed);
        for (int i = 0; i < events.size(); i++) {
            if (events.get(i).getId().equals(id)) {
                events.set(i, event);
                stubbed.clear();
                stubbed.addAll(events);
                return;
            }
        }
    }

    @Override
    public synchronized void removeLast() {
        ServeEvent oldest = stubbed.pollLast();
        if (oldest != null) {
            bytes -= size(oldest);
        }
    }

    /** Returns the newest first. */
    @Override
    public synchronized Stream<ServeEvent> getAll() {
        List<Dated> all = new ArrayList<>();
        stubbed.forEach(
                event -> all.add(new Dated(event.getRequest().getLoggedDate().toInstant(), event)));
        List<Entry> entries = seen.entries();
        removed.retainAll(entries.stream().map(Entry::number).toList());
        for (Entry entry : entries) {
            if (entry.verdict() != Entry.Verdict.STUBBED
                    && entry.number() > forgotten
                    && !removed.contains(entry.number())) {
                all.add(new Dated(entry.time(), event(entry)));
            }
        }
        all.sort(Comparator.comparing(Dated::time));
        Collections.reverse(all);
        return all.stream().map(Dated::event);
    }

    private record Dated(Instant time, ServeEvent event) {}

    private static ServeEvent event(Entry entry) {
        MockRequest request = new MockRequest(
                entry.method(),
                entry.path(),
                entry.query(),
                new HeaderLines(entry.headers()),
                entry.body(),
                entry.origin());
        Response answer = Response.response().status(entry.status()).build();
        return new ServeEvent(
                new UUID(OURS, entry.number()),
                dated(LoggedRequest.createFrom(StubRequest.of(request)), entry.time()),
                null,
                entry.verdict() == Entry.Verdict.UNMATCHED
                        ? ResponseDefinition.notConfigured()
                        : new ResponseDefinitionBuilder()
                                .withStatus(entry.status())
                                .build(),
                LoggedResponse.from(answer, Limit.UNLIMITED),
                false,
                null,
                null);
    }

    /** WireMock dates a request when it makes its record of it, and has no other way to make one. */
    @SuppressWarnings("JavaUtilDate") // its record has no other
    private static LoggedRequest dated(LoggedRequest request, Instant time) {
        request.getLoggedDate().setTime(time.toEpochMilli());
        return request;
    }

    /** Returns the ids of what stubs answered: only that is for WireMock to throw away when it gets too much. */
    @Override
    public synchronized Stream<UUID> getAllKeys() {
        return stubbed.stream().map(ServeEvent::getId).toList().stream();
    }

    @Override
    public Optional<ServeEvent> get(UUID id) {
        return getAll().filter(event -> event.getId().equals(id)).findFirst();
    }

    @Override
    public synchronized void remove(UUID id) {
        if (id.getMostSignificantBits() == OURS) {
            removed.add(id.getLeastSignificantBits());
        } else if (stubbed.removeIf(event -> event.getId().equals(id))) {
            bytes = stubbed.stream().mapToLong(StubJournal::size).sum();
        }
    }

    @Override
    public synchronized void clear() {
        stubbed.clear();
        bytes = 0;
        removed.clear();
        forgotten = seen.newest();
    }
}
