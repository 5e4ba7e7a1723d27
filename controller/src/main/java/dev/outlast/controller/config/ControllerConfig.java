package dev.outlast.controller.config;

import dev.outlast.controller.leader.KubernetesElection;
import dev.outlast.controller.lifecycle.Situation;
import dev.outlast.controller.store.PostgresSettings;
import dev.outlast.recovery.Admission;
import dev.outlast.recovery.BackoffPolicy;
import dev.outlast.recovery.Judgement;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// Everything `config.yaml` can say. `docs/config.md` lists the keys; a test compares.
///
/// @param bind address to listen on; anything but loopback needs tokens
/// @param authRequired whether loopback needs a token too
/// @param hosts names this controller answers to beside loopback
/// @param callsAtATime calls to one provider at a time, at least 1
/// @param observeEvery between two regular looks at all clusters of a provider
/// @param sweepEvery between two times that everything owed is issued again
/// @param providers which launchers are on, each with its own section
/// @param clouds by name of a cloud: the launcher that is published under it
/// @param without launchers that this process must not have
/// @param postgres the database of several controllers; without one it is the file of this one
/// @param lease how long an election lasts without being renewed, where a database elects
/// @param kubernetes the Lease that elects among several controllers; without one their database does
/// @param together what several controllers share
/// @param tls with which certificate it speaks; in plain text when empty
public record ControllerConfig(
        String bind,
        int port,
        boolean authRequired,
        Set<String> hosts,
        int commandLane,
        int callsAtATime,
        Duration observeEvery,
        Duration sweepEvery,
        Situation.Policies policies,
        Admission.Limits limits,
        Map<String, Map<String, String>> providers,
        Map<String, String> clouds,
        Set<String> without,
        Optional<PostgresSettings> postgres,
        Duration lease,
        Optional<KubernetesElection> kubernetes,
        Together together,
        Optional<TlsFiles> tls) {
    public static final int DEFAULT_PORT = 46800;
    private static final String PUBLISHED_AS = "published_as";
    private static final String DEFAULT_PROVIDER = "local";

    public ControllerConfig {
        Objects.requireNonNull(bind);
        hosts = Set.copyOf(hosts);
        Objects.requireNonNull(observeEvery);
        Objects.requireNonNull(sweepEvery);
        Objects.requireNonNull(policies);
        Objects.requireNonNull(limits);
        providers = Map.copyOf(providers);
        clouds = Map.copyOf(clouds);
        without = Set.copyOf(without);
        Objects.requireNonNull(postgres);
        Objects.requireNonNull(lease);
        Objects.requireNonNull(kubernetes);
        Objects.requireNonNull(together);
        Objects.requireNonNull(tls);
    }

    /// @throws ConfigException naming the key that is wrong or unknown
    public static ControllerConfig read(Path home) throws ConfigException {
        return read(home, "");
    }

    /// PEM files, relative to the home.
    public record TlsFiles(String certificate, String key) {}

    /// @param home the installation; its `config.yaml` may be missing
    /// @param without names of launchers that this process must not have, with commas between: `OUTLAST_WITHOUT`
    public static ControllerConfig read(Path home, String without) throws ConfigException {
        return of(Flattened.read(home.resolve("config.yaml")), without);
    }

    static ControllerConfig of(Map<String, String> flat) throws ConfigException {
        return of(flat, "");
    }

    static ControllerConfig of(Map<String, String> flat, String without) throws ConfigException {
        var keys = new Keys(flat);
        var auth = keys.text("auth", "open");
        if (!Set.of("open", "required").contains(auth)) {
            throw new ConfigException("auth: '" + auth + "' is not one of open, required");
        }
        var hosts = keys.text("hosts", "");
        var banned = without.isBlank()
                ? Set.<String>of()
                : Set.copyOf(Arrays.asList(without.strip().split("\\s*,\\s*")));
        var providers = providers(keys, banned);
        var clouds = clouds(providers);
        var postgres = StoreKeys.postgres(keys);
        var config = new ControllerConfig(
                keys.text("bind", "127.0.0.1"),
                keys.whole("port", DEFAULT_PORT, 0),
                auth.equals("required"),
                hosts.isBlank() ? Set.of() : Set.copyOf(Arrays.asList(hosts.split("\\s*,\\s*"))),
                keys.whole("command_lane", 4096, 1),
                keys.whole("calls_at_a_time", 16, 1),
                keys.duration("observe_every", Duration.ofSeconds(1)),
                keys.duration("sweep_every", Duration.ofSeconds(60)),
                policies(keys),
                new Admission.Limits(
                        keys.whole("limits.total", 20_000, 1), keys.whole("limits.per_user", 20_000, 1), places(keys)),
                providers,
                clouds,
                banned,
                postgres,
                StoreKeys.lease(keys),
                LeadershipKeys.of(keys, postgres.isPresent()),
                Together.of(keys),
                tls(keys));
        keys.refuseUnknown();
        return config;
    }

    private static Optional<TlsFiles> tls(Keys keys) throws ConfigException {
        var certificate = keys.text("tls.cert", "");
        var key = keys.text("tls.key", "");
        if (certificate.isEmpty() != key.isEmpty()) {
            throw new ConfigException(
                    certificate.isEmpty()
                            ? "tls.key: there is no tls.cert beside it"
                            : "tls.cert: there is no tls.key beside it");
        }
        return certificate.isEmpty() ? Optional.empty() : Optional.of(new TlsFiles(certificate, key));
    }

    private static Situation.Policies policies(Keys keys) throws ConfigException {
        var defaults = Situation.Policies.DEFAULT;
        var first = keys.duration("backoff.first", defaults.backoff().first());
        return new Situation.Policies(
                new BackoffPolicy(
                        first,
                        keys.number("backoff.factor", defaults.backoff().factor(), 1, 10),
                        keys.duration("backoff.cap", defaults.backoff().cap()),
                        keys.number("backoff.spread", defaults.backoff().spread(), 0, 1)),
                new Judgement.Policy(
                        keys.duration(
                                "judgement.blame_window", defaults.judgement().blameWindow()),
                        keys.duration("judgement.settle", defaults.judgement().settle())),
                keys.duration("launch_deadline", defaults.launchDeadline()),
                keys.duration("held_for", defaults.heldFor()),
                keys.whole("release_tries", defaults.releaseTries(), 1));
    }

    /// `limits.places.local/east: 10` and `limits.places.local: 100`.
    private static Map<String, Integer> places(Keys keys) throws ConfigException {
        var limits = new TreeMap<String, Integer>();
        limits.put("local", keys.whole("limits.places.local", 1_000, 1));
        for (var entry : keys.below("limits.places").entrySet()) {
            try {
                limits.put(entry.getKey(), Integer.parseInt(entry.getValue()));
            } catch (NumberFormatException wrong) {
                throw new ConfigException(
                        "limits.places." + entry.getKey() + ": '" + entry.getValue() + "' is not a whole number");
            }
        }
        return limits;
    }

    /// What nobody named is left out in silence; what somebody named, and this process must not have, is refused.
    private static Map<String, Map<String, String>> providers(Keys keys, Set<String> without) throws ConfigException {
        var sections = new TreeMap<String, Map<String, String>>();
        for (var entry : keys.below("providers").entrySet()) {
            var dot = entry.getKey().indexOf('.');
            var name = dot < 0 ? entry.getKey() : entry.getKey().substring(0, dot);
            var rest = dot < 0 ? "enabled" : entry.getKey().substring(dot + 1);
            sections.computeIfAbsent(name, _ -> new TreeMap<>()).put(rest, entry.getValue());
        }
        for (var name : sections.keySet()) {
            if (without.contains(name)) {
                throw new ConfigException("providers." + name + ": this process must not have this launcher"
                        + " (OUTLAST_WITHOUT in its environment); take it out of config.yaml, or start a unit that has"
                        + " it, such as outlast-local.service");
            }
        }
        if (sections.isEmpty() && !without.contains(DEFAULT_PROVIDER)) {
            sections.put(DEFAULT_PROVIDER, new TreeMap<>());
        }
        return sections;
    }

    /// Takes `published_as` out of the sections, for it is not the launchers' business.
    private static Map<String, String> clouds(Map<String, Map<String, String>> providers) throws ConfigException {
        var clouds = new TreeMap<String, String>();
        for (var entry : providers.entrySet()) {
            var names = entry.getValue().remove(PUBLISHED_AS);
            for (var name : names == null ? new String[0] : names.split("\\s*,\\s*", -1)) {
                var cloud = name.strip().toLowerCase(Locale.ROOT);
                var key = "providers." + entry.getKey() + "." + PUBLISHED_AS;
                if (!cloud.matches("[a-z0-9]{1,32}")) {
                    throw new ConfigException(key + ": '" + name + "' is not the name of a cloud");
                }
                if (providers.containsKey(cloud)) {
                    throw new ConfigException(key + ": '" + cloud + "' is the name of a launcher");
                }
                var other = clouds.putIfAbsent(cloud, entry.getKey());
                if (other != null) {
                    throw new ConfigException(key + ": '" + cloud + "' is published by " + other + " already");
                }
            }
        }
        return clouds;
    }
}
