package io.facsimile.examples;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;

/** Notes how long a client would wait between its tries, and does not wait. */
final class Naps implements com.openai.core.Sleeper, com.anthropic.core.Sleeper {
    private final List<Duration> taken = new CopyOnWriteArrayList<>();

    List<Duration> taken() {
        return taken;
    }

    @Override
    public void sleep(Duration duration) {
        taken.add(duration);
    }

    @Override
    public CompletableFuture<Void> sleepAsync(Duration duration) {
        taken.add(duration);
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public void close() {}
}
