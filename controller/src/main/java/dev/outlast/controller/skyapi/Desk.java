package dev.outlast.controller.skyapi;

import dev.outlast.controller.access.Identity;
import dev.outlast.controller.api.RequestException;
import dev.outlast.core.access.Role;
import dev.outlast.core.job.Owner;
import dev.outlast.core.store.ApiRequestRow;
import dev.outlast.core.store.StoreException;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// All requests: those under way and those that ended lately are here, those that changed something are in the store.
final class Desk {
    /// How long a record is kept.
    static final Duration RETENTION = Duration.ofHours(24);

    private static final Logger LOG = LoggerFactory.getLogger(Desk.class);
    private static final Duration COMMIT_PATIENCE = Duration.ofSeconds(2);
    private static final int MOST_ENDED = 4_000;
    /// Requests that begin alike, other users' among them.
    private static final int MOST_ALIKE = 100;
    private static final long MOST_ENDED_CHARACTERS = 32L << 20;

    private final SkyParts parts;
    private final RequestIds ids;
    private final TreeMap<String, Asked> known = new TreeMap<>();
    private final Map<String, Long> ended = new LinkedHashMap<>();
    private long endedCharacters;
    private Optional<Asked> newest = Optional.empty();

    Desk(SkyParts parts) {
        this.parts = parts;
        this.ids = new RequestIds(parts.installation(), parts.random());
    }

    /// What a request came to.
    ///
    /// @param recorded whether the store has it already
    record Outcome(ApiRequestRow row, boolean recorded) {}

    @FunctionalInterface
    interface Work {
        Outcome run(Asked asked) throws SkyFailure, IOException, InterruptedException;
    }

    /// Begins a request whose work is done by the caller's own thread.
    Asked open(String operation, Ask ask) {
        var now = parts.clock().instant();
        synchronized (known) {
            boolean given = ids.givenAt(ask.id()).isPresent() && !known.containsKey(ask.id());
            var asked = new Asked(given ? ask.id() : ids.make(now), "sky." + operation, ask.caller(), now);
            known.put(asked.id(), asked);
            newest = Optional.of(asked);
            return asked;
        }
    }

    /// An id for a request that will be done elsewhere.
    String newId() {
        return ids.make(parts.clock().instant());
    }

    /// A request that came before under this id, to this leader or to an earlier one: it is not done again.
    private Optional<Asked> earlier(String operation, Ask ask) {
        if (ask.id().isEmpty()) {
            return Optional.empty();
        }
        synchronized (known) {
            var here = known.get(ask.id());
            if (here != null) {
                refuseForeign(ask.id(), ask.visit().who(), here.caller().hash());
                return Optional.of(here);
            }
        }
        try {
            var row = parts.store().apiRequest(ask.id());
            if (row.isEmpty()) {
                return Optional.empty();
            }
            refuseForeign(ask.id(), ask.visit().who(), row.get().userId());
            var asked = open(operation, ask);
            end(asked, row.get());
            return Optional.of(asked);
        } catch (StoreException away) {
            throw new RequestException(503, "unavailable", "the store is away: " + away.getMessage());
        }
    }

    /// Begins a request and returns at once, or, for one that changes something, as soon as that is committed.
    ///
    /// @param changes whether its record is to outlive this process
    /// @throws RequestException 503 when this controller cannot change anything now: then nothing is done, and the
    ///     client asks again
    Asked begin(String operation, Ask ask, boolean changes, Work work) {
        var info = parts.controller().info();
        if (changes && !(info.leading() && info.ready())) {
            throw new RequestException(503, "unavailable", "this controller does not lead; nothing was done");
        }
        var earlier = earlier(operation, ask);
        if (earlier.isPresent()) {
            return earlier.get();
        }
        var asked = open(operation, ask);
        var thread = Thread.ofVirtual().name("sky." + operation).unstarted(() -> work(asked, ask, changes, work));
        asked.worker(thread);
        if (changes) {
            ask.visit().tellLater();
        }
        thread.start();
        if (changes) {
            awaitCommit(asked);
        }
        return asked;
    }

    /// A change is committed within milliseconds, and then the answer to its request means that no crash can lose it.
    /// Where it takes longer, the request is answered all the same.
    private static void awaitCommit(Asked asked) {
        try {
            asked.await(COMMIT_PATIENCE);
        } catch (InterruptedException closing) {
            Thread.currentThread().interrupt();
        }
    }

    private void work(Asked asked, Ask ask, boolean changes, Work work) {
        var outcome = outcome(asked, work);
        if (changes && !outcome.recorded()) {
            parts.keeper().keep(outcome.row());
        }
        if (changes) {
            ask.visit().tell(outcome.row().ending() + " " + asked.id());
        }
        end(asked, outcome.row());
    }

    private Outcome outcome(Asked asked, Work work) {
        try {
            return work.run(asked);
        } catch (SkyFailure failure) {
            return failed(asked, failure);
        } catch (RequestException refused) {
            return failed(asked, SkyFailure.value(String.valueOf(refused.getMessage())));
        } catch (InterruptedException cancelled) {
            return new Outcome(cancelled(asked), false);
        } catch (IOException unreadable) {
            LOG.warn("{} {}: {}", asked.name(), asked.id(), unreadable.toString());
            return failed(asked, SkyFailure.runtime("the controller could not do it: " + unreadable.getMessage()));
        } catch (RuntimeException bug) {
            LOG.error("{} {} failed", asked.name(), asked.id(), bug);
            return failed(asked, SkyFailure.runtime("a bug of the controller, shown in its log"));
        }
    }

    Outcome done(Asked asked, String result) {
        return new Outcome(
                asked.row(ApiRequestRow.Ending.SUCCEEDED, parts.clock().instant(), result, "null", ""), false);
    }

    private Outcome failed(Asked asked, SkyFailure failure) {
        return new Outcome(failure(asked, failure), false);
    }

    ApiRequestRow failure(Asked asked, SkyFailure failure) {
        return asked.row(ApiRequestRow.Ending.FAILED, parts.clock().instant(), "null", failure.json(), "");
    }

    ApiRequestRow cancelled(Asked asked) {
        var said = "'" + asked.name() + "' request " + asked.id() + " cancelled\n";
        return asked.row(ApiRequestRow.Ending.CANCELLED, parts.clock().instant(), "null", "null", said);
    }

    /// Ends a request for all who wait for it.
    void end(Asked asked, ApiRequestRow row) {
        if (!asked.end(row)) {
            return;
        }
        synchronized (known) {
            long characters = 1_000L + row.result().length() + row.output().length();
            ended.put(asked.id(), characters);
            endedCharacters += characters;
            var oldest = ended.entrySet().iterator();
            while (ended.size() > MOST_ENDED || (endedCharacters > MOST_ENDED_CHARACTERS && ended.size() > 1)) {
                var gone = oldest.next();
                known.remove(gone.getKey());
                endedCharacters -= gone.getValue();
                oldest.remove();
            }
        }
    }

    /// A request that is found.
    sealed interface Found {
        record Here(Asked asked) implements Found {}

        record Stored(ApiRequestRow row) implements Found {}

        /// It was given by this installation, and nothing was done.
        record Lost(ApiRequestRow row) implements Found {}
    }

    /// Somebody else's is answered like one that there is not, unless an admin asks.
    ///
    /// @param id whole, or a beginning that no other has
    /// @throws RequestException when there is none, or more than one
    Found find(String id, Identity who) {
        try {
            synchronized (known) {
                var here = known.get(id);
                if (here != null) {
                    refuseForeign(id, who, here.caller().hash());
                    return new Found.Here(here);
                }
            }
            var stored = parts.store().apiRequest(id);
            if (stored.isPresent()) {
                refuseForeign(id, who, stored.get().userId());
                return new Found.Stored(stored.get());
            }
            var like = like(id, who);
            if (like.size() == 1) {
                return like.getFirst();
            }
            if (like.size() > 1) {
                throw new RequestException(
                        400, "ambiguous", "Request '" + id + "' could be more than one; give more of it");
            }
            return lost(id);
        } catch (StoreException away) {
            throw new RequestException(503, "unavailable", "the store is away: " + away.getMessage());
        }
    }

    /// @param user as the record of a request has it
    static boolean mayRead(Identity who, String user) {
        return who.has(Role.ADMIN)
                || (who.isNamed() && Owner.of(who.user()).id().equals(user));
    }

    private static void refuseForeign(String id, Identity who, String user) {
        if (!mayRead(who, user)) {
            throw notFound(id);
        }
    }

    private static RequestException notFound(String id) {
        return new RequestException(404, "not_found", "Request '" + id + "' not found");
    }

    private List<Found> like(String prefix, Identity who) throws StoreException {
        var found = new LinkedHashMap<String, Found>();
        if (prefix.isEmpty() || prefix.length() > 36) {
            return List.of();
        }
        synchronized (known) {
            for (var entry : known.tailMap(prefix, true).entrySet()) {
                if (!entry.getKey().startsWith(prefix) || found.size() > 1) {
                    break;
                }
                if (mayRead(who, entry.getValue().caller().hash())) {
                    found.put(entry.getKey(), new Found.Here(entry.getValue()));
                }
            }
        }
        for (var row : parts.store().apiRequests(prefix, MOST_ALIKE)) {
            if (mayRead(who, row.userId())) {
                found.putIfAbsent(row.id(), new Found.Stored(row));
            }
        }
        return List.copyOf(found.values());
    }

    private Found lost(String id) {
        var now = parts.clock().instant();
        var given = ids.givenAt(id);
        if (given.isEmpty() || given.get().isBefore(now.minus(RETENTION))) {
            throw notFound(id);
        }
        var failure = SkyFailure.runtime("the controller has no record of request " + id
                + ": it was restarted before the request was done. If it asked for a change, that was certainly not"
                + " made; ask again");
        return new Found.Lost(new ApiRequestRow(
                id,
                "sky.unknown",
                Caller.UNKNOWN.hash(),
                Caller.UNKNOWN.name(),
                ApiRequestRow.Ending.FAILED,
                given.get(),
                now,
                "null",
                failure.json(),
                ""));
    }

    Optional<Asked> newest(Identity who) {
        synchronized (known) {
            if (who.has(Role.ADMIN)) {
                return newest;
            }
        }
        return here().stream()
                .filter(asked -> mayRead(who, asked.caller().hash()))
                .findFirst();
    }

    /// Those under way, newest first.
    List<Asked> underWay() {
        return all(true);
    }

    /// All that are here, newest first.
    List<Asked> here() {
        return all(false);
    }

    private List<Asked> all(boolean underWay) {
        var all = new ArrayList<Asked>();
        synchronized (known) {
            for (var asked : known.values()) {
                if (!underWay || !ended.containsKey(asked.id())) {
                    all.add(asked);
                }
            }
        }
        all.sort((a, b) -> b.createdAt().compareTo(a.createdAt()));
        return all;
    }

    Instant now() {
        return parts.clock().instant();
    }

    /// Interrupts whoever works.
    void close() {
        underWay().forEach(Asked::interrupt);
    }
}
