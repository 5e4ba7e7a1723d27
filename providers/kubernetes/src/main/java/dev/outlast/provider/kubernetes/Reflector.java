package dev.outlast.provider.kubernetes;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Keeps a copy of a list of the API server: lists it once, then watches, and lists again when the watched past is no
/// longer kept (410). Things are reduced as they arrive, page by page. It has a thread of the operating system's, for
/// virtual ones take turns with hundreds that launch.
final class Reflector<T> implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Reflector.class);
    private static final int PAGE = 500;
    private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);
    private static final Duration WATCH = Duration.ofMinutes(5);
    /// Bookmarks come every minute, but nobody promises them: who has heard nothing for longer asks again from where it
    /// is, and knows by the answer whether the server is there.
    private static final Duration QUIET = Duration.ofSeconds(70);

    /// Who keeps what arrives. Called by one thread.
    interface Keeper<T> {
        /// All there was at a version; what is neither among it nor newer is gone.
        void replace(List<T> all, long version);

        void put(T one);

        void remove(T one);
    }

    private final Api api;
    private final String path;
    private final String selector;
    private final Function<JsonNode, T> reduce;
    private final Keeper<T> keeper;
    private final LongSupplier nanos;
    private final Duration quiet;
    private final CountDownLatch synced = new CountDownLatch(1);
    private final Thread thread;
    private volatile boolean closed;
    private volatile boolean watching;
    private volatile long heard;
    private volatile String trouble = "not listed yet";
    private volatile @Nullable ApiFailure refused;
    private volatile @Nullable InputStream open;

    /// @param selector of labels, empty for all
    /// @param nanos a monotonic clock
    Reflector(
            Api api, String path, String selector, Function<JsonNode, T> reduce, Keeper<T> keeper, LongSupplier nanos) {
        this(api, path, selector, reduce, keeper, nanos, QUIET);
    }

    /// @param quiet how long to hear nothing before the watch is asked for anew
    Reflector(
            Api api,
            String path,
            String selector,
            Function<JsonNode, T> reduce,
            Keeper<T> keeper,
            LongSupplier nanos,
            Duration quiet) {
        this.quiet = quiet;
        this.api = api;
        this.path = path;
        this.selector = selector.isEmpty() ? "" : "&labelSelector=" + Api.encode(selector);
        this.reduce = reduce;
        this.keeper = keeper;
        this.nanos = nanos;
        this.thread = Thread.ofPlatform().daemon().name("watch " + path).unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    /// @return whether the first list has arrived
    boolean awaitSynced(Duration atMost) throws InterruptedException {
        return synced.await(atMost.toMillis(), TimeUnit.MILLISECONDS);
    }

    /// Whether it is watched (a watch ends when it is quiet for too long), or was not longer ago than `slack`.
    boolean isCurrent(Duration slack) {
        return synced.getCount() == 0 && (watching || nanos.getAsLong() - heard < slack.toNanos());
    }

    /// The server's no to the list, which it will say again.
    Optional<ApiFailure> refusal() {
        return synced.getCount() == 0 ? Optional.empty() : Optional.ofNullable(refused);
    }

    /// Why it is not current.
    String trouble() {
        return trouble;
    }

    private void run() {
        var pause = FIRST_PAUSE;
        var version = "";
        while (!closed) {
            try {
                if (version.isEmpty()) {
                    version = list();
                }
                version = watch(version);
                pause = FIRST_PAUSE;
                continue;
            } catch (ApiFailure failure) {
                trouble = failure.text();
                refused = failure.code() == 403 || failure.code() == 404 ? failure : null;
                if (failure.isGone()) {
                    version = "";
                }
            } catch (RuntimeException broken) {
                // The copy may be behind now: begin again.
                LOG.warn("watching {} failed", path, broken);
                trouble = broken.toString();
                version = "";
            }
            if (!closed) {
                LockSupport.parkNanos(pause.toNanos());
                var next = pause.multipliedBy(2);
                pause = next.compareTo(LONGEST_PAUSE) < 0 ? next : LONGEST_PAUSE;
            }
        }
    }

    private String list() throws ApiFailure {
        var all = new ArrayList<T>();
        var more = "";
        while (true) {
            var page = api.sights(
                    path + "?limit=" + PAGE + selector + (more.isEmpty() ? "" : "&continue=" + Api.encode(more)));
            for (var item : page.path("items")) {
                all.add(reduce.apply(item));
            }
            more = page.at("/metadata/continue").asText("");
            if (more.isEmpty()) {
                var version = page.at("/metadata/resourceVersion");
                keeper.replace(all, version.asLong());
                heard = nanos.getAsLong();
                synced.countDown();
                return version.asText();
            }
        }
    }

    /// @return the version to go on from, empty to list again
    private String watch(String from) throws ApiFailure {
        var version = from;
        // Who makes the parser waits for the first byte, which may be a minute away: it is watched before that.
        try (var stream = api.stream(
                path + "?watch=true&allowWatchBookmarks=true&timeoutSeconds=" + WATCH.toSeconds() + "&resourceVersion="
                        + from + selector,
                quiet)) {
            open = stream;
            heard = nanos.getAsLong();
            watching = true;
            try (var answers = Answers.of(stream)) {
                for (var next = answers.next(); next.isPresent() && !closed; next = answers.next()) {
                    heard = nanos.getAsLong();
                    version = event(next.get());
                }
            }
            return version;
        } catch (JsonProcessingException cutOff) {
            return version;
        } catch (IOException lost) {
            trouble = "connection lost: " + lost.getMessage();
            return version;
        } finally {
            heard = watching ? nanos.getAsLong() : heard;
            watching = false;
            open = null;
        }
    }

    private String event(JsonNode event) throws ApiFailure {
        var object = event.path("object");
        switch (event.path("type").asText()) {
            case "ADDED", "MODIFIED" -> keeper.put(reduce.apply(object));
            case "DELETED" -> keeper.remove(reduce.apply(object));
            case "ERROR" ->
                throw new ApiFailure(
                        object.path("code").asInt(),
                        object.path("reason").asText(),
                        object.path("message").asText(),
                        Duration.ZERO);
            default -> {} // a bookmark
        }
        return object.at("/metadata/resourceVersion").asText();
    }

    @Override
    public void close() {
        closed = true;
        var stream = open;
        if (stream != null) {
            try {
                stream.close();
            } catch (IOException already) {
                LOG.debug("closing the watch of {}: {}", path, already.toString());
            }
        }
        thread.interrupt();
    }
}
