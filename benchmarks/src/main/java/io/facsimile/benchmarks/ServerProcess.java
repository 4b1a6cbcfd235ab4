package io.facsimile.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A server that runs on a core of its own, and what {@code /proc} and the JVM tell of it. Ends with the benchmark. */
final class ServerProcess implements AutoCloseable {
    /** What the kernel counts processor time in, for programs: a hundredth of a second. */
    private static final double TICK = 0.01;

    private static final Pattern HEAP_USED = Pattern.compile("used (\\d+)K");
    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private final Process process;
    private final Path log;
    private final int port;
    private final String path;
    private double startMillis;

    private ServerProcess(Process process, Path log, int port, String path) {
        this.process = process;
        this.log = log;
        this.port = port;
        this.path = path;
    }

    /** What is started: a command, its environment, and the path at which it answers a case. */
    record Launch(List<String> command, Map<String, String> environment, String path) {
        Launch {
            command = List.copyOf(command);
            environment = Map.copyOf(environment);
        }
    }

    /** Starts a server, and waits until it answers the case with status 200. */
    static ServerProcess start(String name, Launch launch, int port, Case request, Settings settings) {
        Path log = settings.work().resolve(name + ".log");
        List<String> command = new ArrayList<>(List.of("taskset", "-c", Integer.toString(settings.serverCore())));
        command.addAll(launch.command());
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(settings.work().toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment().putAll(launch.environment());
        long begin = System.nanoTime();
        try {
            ServerProcess server = new ServerProcess(builder.start(), log, port, launch.path());
            Runtime.getRuntime().addShutdownHook(new Thread(server.process::destroyForcibly));
            server.await(name, request, begin);
            return server;
        } catch (IOException e) {
            throw new BenchmarkFailure("cannot start " + name + ": " + e.getMessage(), e);
        }
    }

    private void await(String name, Case request, long begin) {
        String last = "nothing";
        while (System.nanoTime() - begin < TimeUnit.SECONDS.toNanos(120)) {
            if (!process.isAlive()) {
                throw new BenchmarkFailure(name + " ended while starting: " + logTail());
            }
            try {
                HttpResponse<String> answer = ask(request);
                if (answer.statusCode() == 200) {
                    startMillis = (System.nanoTime() - begin) / 1e6;
                    return;
                }
                last = answer.statusCode() + " " + BenchmarkFailure.cut(answer.body());
            } catch (IOException e) {
                last = String.valueOf(e);
            }
            pause(5);
        }
        close();
        throw new BenchmarkFailure(name + " did not answer with 200 within two minutes, but with " + last + "; its log: "
                + logTail());
    }

    static void pause(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BenchmarkFailure("interrupted", e);
        }
    }

    private String logTail() {
        try {
            String text = Files.readString(log, StandardCharsets.UTF_8).strip();
            return text.substring(Math.max(0, text.length() - 600));
        } catch (IOException e) {
            return "(no log)";
        }
    }

    /** Asks once. */
    HttpResponse<String> ask(Case request) throws IOException {
        HttpRequest.Builder builder = HttpRequest.newBuilder(URI.create(url()))
                .timeout(Duration.ofSeconds(60))
                .POST(HttpRequest.BodyPublishers.ofString(request.body()));
        request.headers().forEach(builder::header);
        try {
            return CLIENT.send(builder.build(), HttpResponse.BodyHandlers.ofString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BenchmarkFailure("interrupted", e);
        }
    }

    String url() {
        return "http://127.0.0.1:" + port + path;
    }

    String path() {
        return path;
    }

    int port() {
        return port;
    }

    /** Returns the milliseconds from the start of the program to its first right answer. */
    double startMillis() {
        return startMillis;
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** Returns the seconds of processor time that the server has had. */
    double cpuSeconds() {
        String stat = read("stat");
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) * TICK;
    }

    /** Returns the bytes of memory that the server holds now. */
    long residentBytes() {
        return statusBytes("VmRSS");
    }

    /** Returns the most bytes of memory that it held. */
    long peakResidentBytes() {
        return statusBytes("VmHWM");
    }

    private long statusBytes(String name) {
        for (String line : read("status").split("\n", -1)) {
            if (line.startsWith(name + ":")) {
                return Long.parseLong(line.replaceAll("[^0-9]", "")) * 1024;
            }
        }
        throw new BenchmarkFailure("/proc does not tell " + name + " of process " + process.pid() + ": " + logTail());
    }

    private String read(String file) {
        try {
            return Files.readString(Path.of("/proc", Long.toString(process.pid()), file));
        } catch (IOException e) {
            throw new BenchmarkFailure("the server on port " + port + " has ended: " + logTail(), e);
        }
    }

    /** Returns the bytes of a JVM's heap that are in use. */
    long heapBytes() {
        Matcher matcher = HEAP_USED.matcher(jcmd("GC.heap_info"));
        long kilobytes = 0;
        while (matcher.find()) {
            kilobytes += Long.parseLong(matcher.group(1));
        }
        return kilobytes * 1024;
    }

    void collectGarbage() {
        jcmd("GC.run");
    }

    private String jcmd(String command) {
        try {
            Process jcmd = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "jcmd")
                                    .toString(),
                            Long.toString(process.pid()),
                            command)
                    .redirectErrorStream(true)
                    .start();
            String said = new String(jcmd.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            // What the class data needs is told after the heap, in words of the same form.
            int metaspace = said.toLowerCase(Locale.ROOT).indexOf("metaspace");
            return metaspace < 0 ? said : said.substring(0, metaspace);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
