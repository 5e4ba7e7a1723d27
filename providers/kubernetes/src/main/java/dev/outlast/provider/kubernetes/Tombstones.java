package dev.outlast.provider.kubernetes;

import dev.outlast.core.job.Token;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

/// Tokens that were released, kept in config maps of the namespace for the late horizon: for each installation and ten
/// minutes as many as are needed, each of a few hundred tokens. Releases that come together share one call.
final class Tombstones {
    private static final Duration HORIZON = Duration.ofHours(24);
    /// Between two writings, so that releases that come one after the other share them too.
    private static final long APART_MILLIS = 150;
    /// The API server notes for every key who set it: a writing costs it the more the more keys there are already.
    static final int MOST_KEYS = 250;

    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("uuuuMMddHHmm").withZone(ZoneOffset.UTC);

    private final Api api;
    private final String namespace;
    private final InstantSource clock;
    private final Set<String> known = ConcurrentHashMap.newKeySet();
    private final ReentrantLock writing = new ReentrantLock();
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, String> waiting = new LinkedHashMap<>();
    private long loadedFor = -1;
    private long written;
    private String stamp = "";
    private int part;
    private int keys;

    Tombstones(Api api, String namespace, InstantSource clock) {
        this.api = api;
        this.namespace = namespace;
        this.clock = clock;
    }

    boolean has(Token token) {
        return known.contains(Keys.hash(token));
    }

    /// Reads what other leaders wrote: once at first, and again for each new epoch. Forgets what is too old.
    void load(long epoch) throws ApiFailure {
        lock.lock();
        try {
            if (epoch <= loadedFor) {
                return;
            }
        } finally {
            lock.unlock();
        }
        var list = api.get(maps() + "?labelSelector=" + Api.encode(Keys.KIND + "=" + Keys.TOMBSTONES));
        var oldest = "-" + stamp(clock.instant().minus(HORIZON).minus(Duration.ofMinutes(20)));
        for (var map : list.path("items")) {
            var name = map.at("/metadata/name").asText();
            map.path("data").fieldNames().forEachRemaining(known::add);
            if (name.substring(Math.max(0, name.lastIndexOf('-'))).compareTo(oldest) < 0) {
                forget(name);
            }
        }
        lock.lock();
        try {
            loadedFor = Math.max(loadedFor, epoch);
        } finally {
            lock.unlock();
        }
    }

    private void forget(String name) throws ApiFailure {
        try {
            api.delete(maps() + "/" + name, Map.of());
        } catch (ApiFailure failure) {
            if (!failure.isMissing()) {
                throw failure;
            }
        }
    }

    /// Returns when it is written, or was before.
    void add(Token token) throws ApiFailure {
        var hash = Keys.hash(token);
        if (known.contains(hash)) {
            return;
        }
        lock.lock();
        try {
            waiting.put(hash, token.installation());
        } finally {
            lock.unlock();
        }
        // Whoever comes first writes for all who came in the meantime; the others find it done.
        writing.lock();
        try {
            if (!known.contains(hash)) {
                flush();
            }
        } finally {
            writing.unlock();
        }
    }

    private void flush() throws ApiFailure {
        var since = Math.abs(clock.millis() - written);
        if (since < APART_MILLIS) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(APART_MILLIS - since));
        }
        Map<String, String> taken;
        lock.lock();
        try {
            taken = new LinkedHashMap<>(waiting);
        } finally {
            lock.unlock();
        }
        var byInstallation = new LinkedHashMap<String, List<String>>();
        taken.forEach((hash, installation) -> byInstallation
                .computeIfAbsent(installation, _ -> new ArrayList<>())
                .add(hash));
        for (var entry : byInstallation.entrySet()) {
            write(entry.getKey(), entry.getValue());
        }
        written = clock.millis();
        lock.lock();
        try {
            waiting.keySet().removeAll(taken.keySet());
        } finally {
            lock.unlock();
        }
    }

    private void write(String installation, List<String> hashes) throws ApiFailure {
        var name = "outlast-released-" + installation + "-" + place(hashes.size());
        var data = new LinkedHashMap<String, Object>();
        hashes.forEach(hash -> data.put(hash, ""));
        try {
            api.patch(maps() + "/" + name, Api.MERGE_PATCH, Map.of("data", data));
        } catch (ApiFailure failure) {
            if (!failure.isMissing()) {
                throw failure;
            }
            create(installation, name, data);
        }
        known.addAll(hashes);
    }

    /// The ten minutes of now, and which of their config maps. Sorts after the ten minutes alone.
    private String place(int more) {
        var now = stamp(clock.instant());
        if (!now.equals(stamp)) {
            stamp = now;
            part = 0;
            keys = 0;
        } else if (keys >= MOST_KEYS) {
            part++;
            keys = 0;
        }
        keys += more;
        return part == 0 ? now : now + "." + part;
    }

    private void create(String installation, String name, Map<String, Object> data) throws ApiFailure {
        try {
            api.post(
                    maps(),
                    Trees.map(
                            "apiVersion",
                            "v1",
                            "kind",
                            "ConfigMap",
                            "metadata",
                            Trees.map(
                                    "name",
                                    name,
                                    "labels",
                                    Trees.map(
                                            "app.kubernetes.io/managed-by",
                                            "outlast",
                                            Keys.KIND,
                                            Keys.TOMBSTONES,
                                            Keys.INSTALLATION,
                                            installation)),
                            "data",
                            data));
        } catch (ApiFailure failure) {
            if (!failure.isConflict()) {
                throw failure;
            }
            api.patch(maps() + "/" + name, Api.MERGE_PATCH, Map.of("data", data));
        }
    }

    /// The ten minutes an instant lies in.
    private static String stamp(Instant instant) {
        return STAMP.format(instant).substring(0, 11);
    }

    private String maps() {
        return "/api/v1/namespaces/" + namespace + "/configmaps";
    }
}
