package dev.outlast.provider.local;

import dev.outlast.core.cluster.ClusterRequest;
import dev.outlast.core.cluster.Offer;
import dev.outlast.core.cluster.Place;
import dev.outlast.core.job.Fault;
import dev.outlast.core.job.Token;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/// What is on disk of one cluster: a text file of `key=value` lines. Later lines win, so a change is one appended
/// line, and a reader sees the state before or after it.
///
/// @param address the first rank's, as a number; the other ranks follow it
/// @param contactLease zero for none
record ClusterRecord(
        Token token,
        long epoch,
        Offer offer,
        int nodes,
        String name,
        Instant created,
        String bootId,
        int address,
        boolean hollow,
        Duration contactLease,
        Optional<Activated> activated,
        Optional<Instant> drained,
        Optional<Notice> notice,
        Optional<Fate> fate) {

    ClusterRecord {
        Objects.requireNonNull(token);
        Objects.requireNonNull(offer);
        Objects.requireNonNull(name);
        Objects.requireNonNull(created);
        Objects.requireNonNull(bootId);
        Objects.requireNonNull(contactLease);
        Objects.requireNonNull(activated);
        Objects.requireNonNull(drained);
        Objects.requireNonNull(notice);
        Objects.requireNonNull(fate);
    }

    /// @param hollowRun how long a hollow node runs
    /// @param hollowExit how it ends
    record Activated(Instant at, Duration hollowRun, int hollowExit) {
        String text() {
            return at + " " + hollowRun + " " + hollowExit;
        }
    }

    record Notice(Instant at, Instant deadline) {
        String text() {
            return at + " " + deadline;
        }
    }

    /// The end of nodes that did not end by themselves.
    ///
    /// @param rank the node that was killed, -1 for all
    /// @param reported when the provider says so
    record Fate(Instant at, Instant reported, Fault fault, int rank, String detail) {
        String text() {
            return at + " " + reported + " " + fault + " " + rank + " " + detail;
        }

        boolean strikes(int other) {
            return rank < 0 || rank == other;
        }
    }

    static ClusterRecord inert(ClusterRequest request, Instant now, String bootId, int address, boolean hollow) {
        return new ClusterRecord(
                request.token(),
                request.epoch(),
                request.offer(),
                request.nodes(),
                request.clusterName(),
                now,
                bootId,
                address,
                hollow,
                Duration.ZERO,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    /// The text of a cluster that was just made.
    String text() {
        var lines = new StringBuilder(400);
        line(lines, "token", token.text());
        line(lines, "epoch", Long.toString(epoch));
        line(lines, "provider", offer.place().provider());
        line(lines, "region", offer.place().region());
        line(lines, "zone", offer.place().zone());
        line(lines, "type", offer.instanceType());
        line(lines, "spot", Boolean.toString(offer.spot()));
        line(lines, "price", Double.toString(offer.pricePerHour()));
        line(lines, "nodes", Integer.toString(nodes));
        line(lines, "name", name);
        line(lines, "created", created.toString());
        line(lines, "boot", bootId);
        line(lines, "address", Integer.toString(address));
        line(lines, "hollow", Boolean.toString(hollow));
        return lines.toString();
    }

    static String line(String key, String value) {
        return line(new StringBuilder(), key, value).toString();
    }

    private static StringBuilder line(StringBuilder lines, String key, String value) {
        return lines.append(key).append('=').append(value.replace('\n', ' ')).append('\n');
    }

    /// @throws IllegalArgumentException when it is not the text of a cluster
    static ClusterRecord parse(String text) {
        var values = new LinkedHashMap<String, String>();
        text.lines().forEach(line -> {
            var equals = line.indexOf('=');
            if (equals > 0) {
                values.put(line.substring(0, equals), line.substring(equals + 1));
            }
        });
        var place = new Place(value(values, "provider"), value(values, "region"), value(values, "zone"));
        return new ClusterRecord(
                Token.parse(value(values, "token")).orElseThrow(() -> new IllegalArgumentException("no token")),
                Long.parseLong(value(values, "epoch")),
                new Offer(
                        place,
                        value(values, "type"),
                        Boolean.parseBoolean(value(values, "spot")),
                        Double.parseDouble(value(values, "price"))),
                Integer.parseInt(value(values, "nodes")),
                value(values, "name"),
                Instant.parse(value(values, "created")),
                value(values, "boot"),
                Integer.parseInt(value(values, "address")),
                Boolean.parseBoolean(value(values, "hollow")),
                Duration.parse(values.getOrDefault("contact_lease", "PT0S")),
                Optional.ofNullable(values.get("activated")).map(ClusterRecord::parseActivated),
                Optional.ofNullable(values.get("drained")).map(Instant::parse),
                Optional.ofNullable(values.get("notice")).map(ClusterRecord::parseNotice),
                Optional.ofNullable(values.get("fate")).map(ClusterRecord::parseFate));
    }

    /// As [#parse(String)] would read it with this line behind it; `key` is one that changes after the launch.
    ClusterRecord with(String key, String value) {
        var text = value.replace('\n', ' ');
        return new ClusterRecord(
                token,
                key.equals("epoch") ? Long.parseLong(text) : epoch,
                offer,
                nodes,
                name,
                created,
                bootId,
                address,
                hollow,
                key.equals("contact_lease") ? Duration.parse(text) : contactLease,
                key.equals("activated") ? Optional.of(parseActivated(text)) : activated,
                key.equals("drained") ? Optional.of(Instant.parse(text)) : drained,
                key.equals("notice") ? Optional.of(parseNotice(text)) : notice,
                key.equals("fate") ? Optional.of(parseFate(text)) : fate);
    }

    private static String value(Map<String, String> values, String key) {
        var value = values.get(key);
        if (value == null) {
            throw new IllegalArgumentException("no " + key);
        }
        return value;
    }

    private static Activated parseActivated(String text) {
        var parts = text.split(" ", -1);
        return new Activated(Instant.parse(parts[0]), Duration.parse(parts[1]), Integer.parseInt(parts[2]));
    }

    private static Notice parseNotice(String text) {
        var parts = text.split(" ", -1);
        return new Notice(Instant.parse(parts[0]), Instant.parse(parts[1]));
    }

    private static Fate parseFate(String text) {
        var parts = text.split(" ", 5);
        return new Fate(
                Instant.parse(parts[0]),
                Instant.parse(parts[1]),
                Fault.valueOf(parts[2]),
                Integer.parseInt(parts[3]),
                parts[4]);
    }
}
