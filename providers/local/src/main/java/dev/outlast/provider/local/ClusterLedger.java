package dev.outlast.provider.local;

import dev.outlast.core.cluster.ClusterRequest;
import dev.outlast.core.cluster.Place;
import dev.outlast.core.job.Token;
import dev.outlast.core.spi.LauncherException;
import java.io.IOException;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// Which clusters there are. The disk is the truth and is shared by all launchers over one home, also of several
/// processes; the memory of it is renewed whenever somebody else has written.
final class ClusterLedger implements AutoCloseable {
    private final InstantSource clock;
    private final HomeLock lock;
    private final Tombstones tombstones;
    private final String bootId;
    private final String name;
    private final Map<Token, LocalCluster> clusters = new ConcurrentHashMap<>();
    private final Map<Place, Integer> taken = new HashMap<>();
    private final ClusterLog log;
    private final LoopbackAddresses addresses = new LoopbackAddresses();

    ClusterLedger(HomeLayout home, InstantSource clock, String bootId) throws IOException {
        this.clock = clock;
        this.bootId = bootId;
        this.name = Maker.here(bootId).text();
        this.lock = new HomeLock(home.writer(), name);
        this.log = new ClusterLog(home.clusters(), home.making().resolve("clusters." + name));
        this.tombstones = new Tombstones(home.tombstones(), clock);
        holdRenewed().close();
    }

    /// Creates the inert cluster of this token or adopts it.
    ///
    /// @param room nodes that the zone has in all
    LocalCluster createOrAdopt(ClusterRequest request, int room, boolean hollow) throws LauncherException, IOException {
        try (var _ = holdRenewed()) {
            var token = request.token();
            if (tombstones.has(token)) {
                throw Refusals.config(token + " was released; attempt numbers are never reused");
            }
            refuseStale(token, request.epoch(), highestEpoch(token));
            var present = clusters.get(token);
            if (present != null) {
                raiseEpoch(present, request.epoch());
                return present;
            }
            var place = request.offer().place();
            if (taken.getOrDefault(place, 0) + request.nodes() > room) {
                throw Refusals.capacity(place + " is full: it has " + room + " nodes");
            }
            var address = addresses.choose(token, request.nodes());
            var record = ClusterRecord.inert(request, clock.instant(), bootId, address, hollow);
            log.create(record);
            return remember(record);
        }
    }

    private long highestEpoch(Token token) {
        return Optional.ofNullable(clusters.get(token))
                .map(cluster -> cluster.record().epoch())
                .orElse(0L);
    }

    private static void refuseStale(Token token, long epoch, long highest) throws LauncherException {
        if (epoch < highest) {
            throw Refusals.provider(token + " has seen epoch " + highest + "; " + epoch + " is stale");
        }
    }

    /// How many nodes of the zone are somebody's now.
    int taken(Place place) throws IOException {
        try (var _ = holdRenewed()) {
            return taken.getOrDefault(place, 0);
        }
    }

    /// What is done to a cluster that is certainly there and ours.
    interface Act {
        void perform() throws IOException;
    }

    /// Refuses what is stale or released, remembers a higher epoch, and acts before anybody can release the
    /// cluster.
    void admit(LocalCluster cluster, long epoch, Act act) throws LauncherException, IOException {
        try (var _ = holdRenewed()) {
            if (tombstones.has(cluster.token()) || !clusters.containsKey(cluster.token())) {
                throw Refusals.config(cluster.token() + " was released");
            }
            refuseStale(cluster.token(), epoch, cluster.record().epoch());
            raiseEpoch(cluster, epoch);
            act.perform();
        }
    }

    private void raiseEpoch(LocalCluster cluster, long epoch) throws IOException {
        if (epoch > cluster.record().epoch()) {
            append(cluster, "epoch", Long.toString(epoch));
        }
    }

    /// Notes a change of the cluster on disk and in memory. A cluster that was released meanwhile stays so.
    void note(LocalCluster cluster, String key, String value) throws IOException {
        try (var _ = holdRenewed()) {
            if (clusters.containsKey(cluster.token())) {
                append(cluster, key, value);
            }
        }
    }

    /// Only within an [Act].
    void append(LocalCluster cluster, String key, String value) throws IOException {
        var wasGone = cluster.record().fate().isPresent();
        log.change(cluster.record(), key, value);
        // The lock is held and the memory is as the disk was: no need to read it again.
        cluster.update(cluster.record().with(key, value));
        if (!wasGone && cluster.record().fate().isPresent()) {
            vacate(cluster);
        }
    }

    /// A dead node gives its room back, as with a real provider.
    private void vacate(LocalCluster cluster) {
        var record = cluster.record();
        taken.merge(record.offer().place(), -record.nodes(), Integer::sum);
    }

    /// From now on nothing is launched or activated under this token.
    void bury(Token token) throws IOException {
        try (var _ = holdRenewed()) {
            tombstones.add(token);
        }
    }

    /// Forgets a cluster of which nothing is left.
    void forget(LocalCluster cluster) throws IOException {
        try (var _ = holdRenewed()) {
            if (find(cluster.token()).filter(cluster::equals).isPresent()) {
                log.forget(cluster.record());
                clusters.remove(cluster.token());
                addresses.free(cluster.record().address());
                if (cluster.record().fate().isEmpty()) {
                    vacate(cluster);
                }
                log.shorten(() -> clusters.values().stream().map(LocalCluster::record));
            }
            cluster.markReleased();
        }
    }

    Optional<LocalCluster> find(Token token) {
        return Optional.ofNullable(clusters.get(token));
    }

    /// A name that no other launcher over this home has.
    String name() {
        return name;
    }

    /// All clusters that this process knows.
    Collection<LocalCluster> known() {
        return List.copyOf(clusters.values());
    }

    /// All clusters there are, read anew if somebody else wrote.
    Collection<LocalCluster> all() throws IOException {
        renew();
        return List.copyOf(clusters.values());
    }

    /// Reads anew what another launcher over this home may have written. Costs one small read when nobody did.
    void renew() throws IOException {
        if (!lock.isLastWriter()) {
            holdRenewed().close();
        }
    }

    /// Acts while nobody else does anything in this home.
    void alone(Act act) throws IOException {
        try (var _ = holdRenewed()) {
            act.perform();
        }
    }

    private HomeLock.Held holdRenewed() throws IOException {
        var held = lock.hold();
        try {
            if (!held.wroteLast()) {
                reload();
                held.sign();
            }
            return held;
        } catch (IOException | RuntimeException failed) {
            held.close();
            throw failed;
        }
    }

    private void reload() throws IOException {
        var present = new HashSet<Token>();
        taken.clear();
        addresses.clear();
        tombstones.renew();
        for (var record : log.read()) {
            present.add(record.token());
            remember(record);
        }
        for (var cluster : List.copyOf(clusters.values())) {
            if (!present.contains(cluster.token())) {
                clusters.remove(cluster.token());
                cluster.markReleased();
            }
        }
    }

    private LocalCluster remember(ClusterRecord record) {
        var cluster = clusters.computeIfAbsent(record.token(), _ -> new LocalCluster(record));
        cluster.update(record);
        addresses.take(record.address(), record.nodes());
        if (record.fate().isEmpty()) {
            taken.merge(record.offer().place(), record.nodes(), Integer::sum);
        }
        return cluster;
    }

    @Override
    public void close() throws IOException {
        try {
            log.close();
        } finally {
            lock.close();
        }
    }
}
