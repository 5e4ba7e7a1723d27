package dev.outlast.provider.kubernetes;

import dev.outlast.core.spi.LauncherException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Reads what pods print by the API server's log route, which knows times and no offsets: a cursor for each pod
/// remembers where a byte offset lies. After a restart of the controller it is found again by counting from the start.
final class Logs {
    private static final Logger LOG = LoggerFactory.getLogger(Logs.class);
    private static final Duration YOUNG = Duration.ofMinutes(1);
    private static final int CURSORS = 20_000;

    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, LogCursor> cursors = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, LogCursor> eldest) {
            return size() > CURSORS;
        }
    };
    private final Map<String, Duration> silences = new ConcurrentHashMap<>();

    private LogCursor cursor(String uid) {
        lock.lock();
        try {
            return cursors.computeIfAbsent(uid, _ -> new LogCursor());
        } finally {
            lock.unlock();
        }
    }

    /// How long the pod had printed nothing when its log was last read: what came since then nobody knows.
    Duration silence(String uid) {
        return silences.getOrDefault(uid, Duration.ZERO);
    }

    void forget(PodSight pod) {
        silences.remove(pod.uid());
        lock.lock();
        try {
            cursors.remove(pod.uid());
        } finally {
            lock.unlock();
        }
    }

    long firstKept(KubeContext context, PodSight pod) throws LauncherException {
        var cursor = cursor(pod.uid());
        var started = pod.state().container().map(PodSight.Container::since).orElse(Instant.MAX);
        // A log that is a minute old has not been rotated.
        if (cursor.isFresh() && started.isBefore(context.clock().instant().minus(YOUNG))) {
            try {
                cursor.probe(since -> context.api().stream(path(pod, since)));
            } catch (ApiFailure failure) {
                throw Translate.failure(context.name(), "read the log of pod " + pod.name(), failure);
            }
        }
        return cursor.firstKept();
    }

    byte[] read(KubeContext context, PodSight pod, long offset, int maxBytes) throws LauncherException {
        if (pod.state().container().isEmpty()) {
            return new byte[0];
        }
        var ended = pod.state().container().flatMap(PodSight.Container::end).isPresent();
        var cursor = cursor(pod.uid());
        var lost = cursor.lost();
        try {
            var now = context.clock().instant();
            var bytes = cursor.read(since -> context.api().stream(path(pod, since)), offset, maxBytes, ended);
            cursor.lastOutput()
                    .map(at -> Duration.between(at, now))
                    .ifPresent(silent -> silences.put(pod.uid(), silent.isNegative() ? Duration.ZERO : silent));
            if (cursor.lost() > lost) {
                LOG.warn(
                        "the log of pod {} was rotated on its node before it was read; lines may be missing",
                        pod.name());
            }
            return bytes;
        } catch (ApiFailure failure) {
            if (failure.code() == 400 && failure.text().contains("waiting to start")) {
                return new byte[0];
            }
            throw Translate.failure(context.name(), "read the log of pod " + pod.name(), failure);
        }
    }

    private static String path(PodSight pod, String since) {
        return Api.pods(pod.namespace()) + "/" + pod.name() + "/log?container=" + PodRender.CONTAINER
                + "&timestamps=true" + (since.isEmpty() ? "" : "&sinceTime=" + Api.encode(since));
    }
}
