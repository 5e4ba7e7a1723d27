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

/// What is on disk of one cluster: fields `key=value` with tabs in between. Later ones win.
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

    String text() {
        var text = new StringBuilder(400);
        add(text, "token", token.text());
        add(text, "epoch", Long.toString(epoch));
        add(text, "provider", offer.place().provider());
        add(text, "region", offer.place().region());
        add(text, "zone", offer.place().zone());
        add(text, "type", offer.instanceType());
        add(text, "spot", Boolean.toString(offer.spot()));
        add(text, "price", Double.toString(offer.pricePerHour()));
        add(text, "nodes", Integer.toString(nodes));
        add(text, "name", name);
        add(text, "created", created.toString());
        add(text, "boot", bootId);
        add(text, "address", Integer.toString(address));
        add(text, "hollow", Boolean.toString(hollow));
        if (!contactLease.isZero()) {
            add(text, "contact_lease", contactLease.toString());
        }
        activated.ifPresent(a -> add(text, "activated", a.text()));
        drained.ifPresent(at -> add(text, "drained", at.toString()));
        notice.ifPresent(n -> add(text, "notice", n.text()));
        fate.ifPresent(f -> add(text, "fate", f.text()));
        return text.toString();
    }

    private static void add(StringBuilder text, String key, String value) {
        text.append(text.isEmpty() ? "" : "\t").append(field(key, value));
    }

    static String field(String key, String value) {
        return key + "=" + plain(value);
    }

    private static String plain(String value) {
        return value.replace('\n', ' ').replace('\t', ' ');
    }

    /// @throws IllegalArgumentException when it is not the text of a cluster
    static ClusterRecord parse(String text) {
        var values = new LinkedHashMap<String, String>();
        for (var field : text.split("\t", -1)) {
            var equals = field.indexOf('=');
            if (equals > 0) {
                values.put(field.substring(0, equals), field.substring(equals + 1));
            }
        }
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

    /// With a field that was appended.
    ClusterRecord with(String field) {
        var equals = field.indexOf('=');
        return equals > 0 ? with(field.substring(0, equals), field.substring(equals + 1)) : this;
    }

    /// As [#parse(String)] would read it with this field behind it; `key` is one that changes after the launch.
    ClusterRecord with(String key, String value) {
        var text = plain(value);
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
