package io.facsimile.benchmarks;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * A client that holds many event streams on one thread and notes when each event came. Its sockets begin at several
 * addresses of this machine, for one address has only so many ports.
 */
final class StreamLoad implements AutoCloseable {
    private static final int STREAMS_PER_ADDRESS = 5_000;
    private static final byte[] END = "data: [DONE]".getBytes(java.nio.charset.StandardCharsets.UTF_8);

    private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
    private final List<HttpClient> clients = new ArrayList<>();
    private final ServerProcess server;
    private final Case request;

    private StreamLoad(ServerProcess server, Case request, int streams) {
        this.server = server;
        this.request = request;
        for (int i = 0; i * STREAMS_PER_ADDRESS < streams; i++) {
            clients.add(vertx.createHttpClient(
                    new HttpClientOptions()
                            .setLocalAddress("127.0.0." + (i + 2))
                            .setConnectTimeout(20_000)
                            .setKeepAlive(true),
                    new PoolOptions().setHttp1MaxSize(STREAMS_PER_ADDRESS).setMaxWaitQueueSize(-1)));
        }
    }

    /** One stream as it comes. */
    private static final class Stream {
        final long asked = System.nanoTime();
        final long[] times;
        int events;
        int matched;
        int newlines;
        boolean hasEnd;
        boolean isBroken;
        boolean isEnded;

        Stream(int expected) {
            times = new long[expected + 1];
        }

        /** An event ends with an empty line, wherever the network cut the bytes. */
        void take(Buffer piece) {
            long now = System.nanoTime();
            for (int i = 0; i < piece.length(); i++) {
                byte b = piece.getByte(i);
                matched = b == END[matched] ? matched + 1 : b == END[0] ? 1 : 0;
                if (matched == END.length) {
                    hasEnd = true;
                    matched = 0;
                }
                newlines = b == '\n' ? newlines + 1 : b == '\r' ? newlines : 0;
                if (newlines == 2) {
                    newlines = 0;
                    if (events < times.length) {
                        times[events] = now;
                    }
                    events++;
                }
            }
        }

        boolean isWhole(int expected) {
            return hasEnd && !isBroken && events == expected;
        }
    }

    private void open(int number, int expected, Consumer<Stream> whenEnded) {
        Stream stream = new Stream(expected);
        RequestOptions options = new RequestOptions()
                .setMethod(HttpMethod.POST)
                .setHost("127.0.0.1")
                .setPort(server.port())
                .setURI(server.path());
        request.headers().forEach(options::putHeader);
        clients.get(number % clients.size())
                .request(options)
                .compose(asked -> send(asked, stream, whenEnded))
                .onFailure(e -> end(stream, true, whenEnded));
    }

    private io.vertx.core.Future<HttpClientResponse> send(
            HttpClientRequest asked, Stream stream, Consumer<Stream> whenEnded) {
        return asked.send(Buffer.buffer(request.body())).onSuccess(response -> {
            stream.isBroken = response.statusCode() != 200;
            response.handler(stream::take);
            response.exceptionHandler(e -> end(stream, true, whenEnded));
            response.endHandler(v -> end(stream, false, whenEnded));
        });
    }

    private static void end(Stream stream, boolean isBroken, Consumer<Stream> whenEnded) {
        stream.isBroken |= isBroken;
        if (!stream.isEnded) {
            stream.isEnded = true;
            whenEnded.accept(stream);
        }
    }

    @Override
    public void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    /**
     * Returns the milliseconds from a request to the first event of its stream, by percentile, with a few streams at a
     * time.
     *
     * @param events how many events each stream has
     * @throws BenchmarkFailure if a stream is not whole
     */
    static Map<String, Double> firstEvents(ServerProcess server, Case request, int atOnce, int seconds, int events) {
        List<Double> millis = new ArrayList<>();
        AtomicInteger broken = new AtomicInteger();
        CountDownLatch ended = new CountDownLatch(atOnce);
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        try (StreamLoad load = new StreamLoad(server, request, atOnce)) {
            for (int i = 0; i < atOnce; i++) {
                load.again(i, events, until, millis, broken, ended);
            }
            await(ended, seconds + 60);
        }
        if (broken.get() > 0) {
            throw new BenchmarkFailure(broken.get() + " streams of " + server.url() + " were not whole");
        }
        return Measurement.percentiles(
                millis.stream().mapToDouble(Double::doubleValue).toArray());
    }

    private void again(
            int number, int events, long until, List<Double> millis, AtomicInteger broken, CountDownLatch ended) {
        open(number, events, stream -> {
            if (stream.isWhole(events)) {
                millis.add((stream.times[0] - stream.asked) / 1e6);
            } else {
                broken.incrementAndGet();
            }
            if (System.nanoTime() < until && broken.get() == 0) {
                again(number, events, until, millis, broken, ended);
            } else {
                ended.countDown();
            }
        });
    }

    private static void await(CountDownLatch latch, int seconds) {
        try {
            if (!latch.await(seconds, TimeUnit.SECONDS)) {
                throw new BenchmarkFailure(latch.getCount() + " streams had not ended after " + seconds + " seconds");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BenchmarkFailure("interrupted", e);
        }
    }

    /**
     * What many streams at once gave.
     *
     * @param mostOpen how many were open at the same time
     * @param whole how many had all their events and the end mark
     * @param lateness milliseconds from an event's ideal time, counted from its stream's first event, by percentile
     * @param latest the latest event
     * @param curve lateness at each percent, for a plot
     * @param firstEvent milliseconds from request to first event, by percentile
     */
    record Crowd(
            int streams,
            int mostOpen,
            int whole,
            long events,
            double seconds,
            Map<String, Double> lateness,
            double latest,
            List<Double> curve,
            Map<String, Double> firstEvent) {
        Crowd {
            lateness = Map.copyOf(lateness);
            curve = List.copyOf(curve);
            firstEvent = Map.copyOf(firstEvent);
        }
    }

    /**
     * Opens many streams and waits for their ends.
     *
     * @param events how many events each has
     * @param gapMillis how long it is from one event to the next
     * @param perSecond how many streams are opened a second
     */
    static Crowd crowd(ServerProcess server, Case request, int streams, int events, double gapMillis, int perSecond) {
        List<Stream> all = new ArrayList<>();
        AtomicInteger open = new AtomicInteger();
        AtomicInteger mostOpen = new AtomicInteger();
        CountDownLatch ended = new CountDownLatch(streams);
        long begin = System.nanoTime();
        try (StreamLoad load = new StreamLoad(server, request, streams)) {
            int[] opened = {0};
            load.vertx.setPeriodic(10, timer -> {
                long due = Math.min(streams, (System.nanoTime() - begin) * perSecond / 1_000_000_000L);
                while (opened[0] < due) {
                    mostOpen.accumulateAndGet(open.incrementAndGet(), Math::max);
                    load.open(opened[0]++, events, stream -> {
                        all.add(stream);
                        open.decrementAndGet();
                        ended.countDown();
                    });
                }
                if (opened[0] == streams) {
                    load.vertx.cancelTimer(timer);
                }
            });
            await(ended, streams / perSecond + (int) (events * gapMillis / 1000) + 120);
        }
        return tell(all, streams, mostOpen.get(), events, gapMillis, (System.nanoTime() - begin) / 1e9);
    }

    private static Crowd tell(
            List<Stream> all, int streams, int mostOpen, int events, double gapMillis, double seconds) {
        double[] late = new double[streams * events];
        double[] first = new double[streams];
        int lates = 0;
        int firsts = 0;
        int whole = 0;
        long came = 0;
        for (Stream stream : all) {
            whole += stream.isWhole(events) ? 1 : 0;
            came += stream.events;
            int known = Math.min(stream.events, events);
            if (known > 0) {
                first[firsts++] = (stream.times[0] - stream.asked) / 1e6;
            }
            for (int i = 1; i < known; i++) {
                late[lates++] = Math.max(0, (stream.times[i] - stream.times[0]) / 1e6 - i * gapMillis);
            }
        }
        double[] sorted = java.util.Arrays.copyOf(late, lates);
        java.util.Arrays.sort(sorted);
        List<Double> curve = new ArrayList<>();
        for (int percent = 1; percent <= 100; percent++) {
            curve.add(Measurement.percentile(sorted, percent));
        }
        return new Crowd(
                streams,
                mostOpen,
                whole,
                came,
                seconds,
                new LinkedHashMap<>(Measurement.percentiles(sorted)),
                lates == 0 ? Double.NaN : sorted[lates - 1],
                curve,
                Measurement.percentiles(java.util.Arrays.copyOf(first, firsts)));
    }
}
