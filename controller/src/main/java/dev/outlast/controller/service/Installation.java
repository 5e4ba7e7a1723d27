package dev.outlast.controller.service;

import dev.outlast.checkpointing.blob.BlobStore;
import dev.outlast.checkpointing.blob.SharedBlobs;
import dev.outlast.checkpointing.store.JobBuckets;
import dev.outlast.checkpointing.store.LocalBuckets;
import dev.outlast.controller.api.Finding;
import dev.outlast.controller.codec.FeatureGate;
import dev.outlast.controller.config.ConfigException;
import dev.outlast.controller.config.ControllerConfig;
import dev.outlast.controller.effects.Launchers;
import dev.outlast.controller.effects.ShelvedLogs;
import dev.outlast.controller.secret.SecretBox;
import dev.outlast.controller.secret.SecretException;
import dev.outlast.controller.spec.SpecBook;
import dev.outlast.controller.store.DataDirectory;
import dev.outlast.controller.store.FatalHandler;
import dev.outlast.controller.store.SqlStore;
import dev.outlast.core.spi.Launcher;
import dev.outlast.core.spi.LauncherFactory;
import dev.outlast.core.store.StoreException;
import dev.outlast.logs.LogTree;
import dev.outlast.logs.SegmentShelf;
import dev.outlast.logs.pump.WatchHub;
import dev.outlast.logs.quota.FreeSpace;
import dev.outlast.logs.quota.Quota;
import dev.outlast.logs.quota.QuotaLimits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.TreeMap;

/// What an installation owns, opened: store, keys, launchers, buckets, logs.
final class Installation implements AutoCloseable {
    private static final String SECRETS_KEY = "secrets_key";

    private final Home home;
    private final ControllerConfig config;
    private final SqlStore store;
    private final Launchers launchers;
    private final LocalBuckets buckets;
    private final JobBuckets jobBuckets;
    private final Optional<CheckedArtefacts> artefacts;
    private final BlobStore uploads;
    private final SharedBlobs blobs;
    private final long epochAtStart;
    private final LogShelf logs;
    private final JobBook book;
    private final FeatureGate gate = new FeatureGate();
    private final SharedTime time;

    /// @param directory already locked by this process
    Installation(Home home, ControllerConfig config, DataDirectory directory, FatalHandler fatal)
            throws IOException, StoreException, SecretException, ConfigException {
        SharedFiles.refuseLocalLauncherAmongOthers(config);
        this.home = home;
        this.config = config;
        this.store = StoreChoice.open(config, directory, fatal);
        this.time = new SharedTime(store::time, InstantSource.system(), System::nanoTime);
        time.look();
        this.buckets = new LocalBuckets(home.buckets());
        this.jobBuckets = new JobBuckets(home.buckets());
        var installation = store.leader();
        this.epochAtStart = installation.epoch();
        this.artefacts = SharedFiles.open(config, installation.installation());
        if (artefacts.isPresent()) {
            home.livesAs(installation.incarnation());
        }
        this.uploads = new BlobStore(home.blobs());
        this.blobs = new SharedBlobs(uploads, home.blobs(), artefacts.map(place -> place));
        this.launchers = new Launchers(launchers(home, config), config.callsAtATime());
        var tree = new LogTree(home.jobLogs());
        var quota = new Quota(tree, QuotaLimits.DEFAULT, FreeSpace.of(home.jobLogs()));
        this.logs = new LogShelf(
                tree,
                quota,
                new WatchHub(),
                artefacts.map(place -> new ShelvedLogs(new SegmentShelf(tree, place), tree, quota, System::nanoTime)));
        var secrets = SecretBox.open(key(), installation.installation());
        this.book = new JobBook(store, new SpecBook(store, config.clouds()), secrets, gate);
    }

    static Map<String, Launcher> launchers(Home home, ControllerConfig config) throws ConfigException {
        var factories = factories();
        for (var name : config.without()) {
            if (!factories.containsKey(name)) {
                throw new ConfigException("OUTLAST_WITHOUT: there is no launcher " + name + "; there are: "
                        + String.join(", ", factories.keySet()));
            }
        }
        var made = new TreeMap<String, Launcher>();
        for (var section : config.providers().entrySet()) {
            var factory = Optional.ofNullable(factories.get(section.getKey()))
                    .orElseThrow(() -> new ConfigException("providers." + section.getKey()
                            + ": there is no such launcher; there are: " + String.join(", ", factories.keySet())));
            try {
                made.put(section.getKey(), factory.create(context(home, section.getKey(), section.getValue())));
            } catch (IllegalArgumentException wrong) {
                throw new ConfigException("providers." + section.getKey() + ": " + wrong.getMessage());
            }
        }
        return made;
    }

    private static Map<String, LauncherFactory> factories() {
        var found = new TreeMap<String, LauncherFactory>();
        ServiceLoader.load(LauncherFactory.class).forEach(f -> found.put(f.provider(), f));
        return found;
    }

    private static LauncherFactory.LauncherContext context(Home home, String provider, Map<String, String> section) {
        return new LauncherFactory.LauncherContext(
                home.providers().resolve(provider), home.blobs(), home.buckets(), section);
    }

    Path keyFile() {
        return config.together().secretsKey().orElse(home.secretsKey());
    }

    /// The key of the installation, made by the first controller that ever had none. One without it would seal what no
    /// other can open.
    private Path key() throws StoreException, SecretException, ConfigException {
        var file = keyFile();
        if (config.postgres().isEmpty()) {
            return file;
        }
        var settled = store.settled(SECRETS_KEY);
        if (settled.isEmpty()) {
            settled = Optional.of(store.settle(SECRETS_KEY, SecretBox.makeKey(file)));
        }
        if (!settled.get().equals(SecretBox.keyId(file))) {
            throw new ConfigException("the secrets of this installation are sealed with key " + settled.get()
                    + ", which is not in " + file + ": copy it from another controller, mode 0600, or let"
                    + " shared.secrets_key name it");
        }
        return file;
    }

    List<Finding> check() {
        var findings = new ArrayList<Finding>();
        for (var entry : factories().entrySet()) {
            var section = config.providers().get(entry.getKey());
            if (section == null) {
                var why = config.without().contains(entry.getKey())
                        ? "this process must not have it: OUTLAST_WITHOUT in its environment"
                        : "is not configured";
                findings.add(new Finding("provider " + entry.getKey(), Finding.Level.NOTE, why));
                continue;
            }
            for (var said : entry.getValue().check(context(home, entry.getKey(), section))) {
                findings.add(new Finding(
                        entry.getKey() + ": " + said.subject(),
                        said.works() ? Finding.Level.OK : Finding.Level.BAD,
                        said.detail()));
            }
        }
        SharedFiles.finding(artefacts).ifPresent(findings::add);
        time.finding().ifPresent(findings::add);
        try {
            store.leader();
            findings.add(new Finding("store", Finding.Level.OK, store.description()));
            var free = Files.getFileStore(home.root()).getUsableSpace();
            findings.add(new Finding(
                    "disk",
                    free > 1L << 30 ? Finding.Level.OK : Finding.Level.BAD,
                    free / (1 << 20) + " MiB free under " + home.root()));
        } catch (StoreException | IOException away) {
            findings.add(new Finding("store", Finding.Level.BAD, String.valueOf(away.getMessage())));
        }
        return findings;
    }

    Home home() {
        return home;
    }

    ControllerConfig config() {
        return config;
    }

    SqlStore store() {
        return store;
    }

    /// What all controllers go by.
    SharedTime time() {
        return time;
    }

    Launchers launchers() {
        return launchers;
    }

    LocalBuckets buckets() {
        return buckets;
    }

    JobBuckets jobBuckets() {
        return jobBuckets;
    }

    boolean hasJobBuckets() {
        return !jobBuckets.owned().isEmpty();
    }

    SharedBlobs blobs() {
        return blobs;
    }

    /// Empty when this disk is the only one, or one that all controllers see.
    Optional<CheckedArtefacts> artefacts() {
        return artefacts;
    }

    void sweepUnfinished(Instant since) throws IOException {
        uploads.sweepUnfinished(since);
    }

    /// Puts what waits on this disk where the other controllers see it: logs, and uploads of before that was
    /// configured.
    void share() throws IOException {
        if (logs.shelved().isPresent()) {
            logs.shelved().get().tend(epochAtStart + 1);
            for (var sha256 : uploads.names()) {
                blobs.share(sha256);
            }
        }
    }

    FeatureGate gate() {
        return gate;
    }

    LogShelf logs() {
        return logs;
    }

    JobBook book() {
        return book;
    }

    @Override
    public void close() {
        launchers.all().forEach(Launcher::close);
        artefacts.ifPresent(CheckedArtefacts::close);
        store.close();
    }
}
