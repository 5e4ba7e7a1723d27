package dev.outlast.controller.effects;

import dev.outlast.controller.engine.Jobs;
import dev.outlast.core.cluster.OwnedResource;
import dev.outlast.core.spi.Launcher;
import dev.outlast.core.spi.LauncherException;
import dev.outlast.core.spi.Store;
import dev.outlast.core.store.LeaderRow;
import dev.outlast.recovery.OrphanWatch;
import dev.outlast.recovery.OrphanWatch.Sighting;
import dev.outlast.recovery.OrphanWatch.Standing;
import dev.outlast.recovery.Ownership;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Looks at everything that carries our tag, and releases what nobody answers for. One of a leader: its looks all come
/// after this leader's epoch. What is an orphan is decided by [OrphanWatch]; what belongs to somebody else is counted
/// and never touched.
public final class Janitor {
    private static final Logger LOG = LoggerFactory.getLogger(Janitor.class);

    private final Launchers launchers;
    private final LeaderRow leader;
    private final OrphanHands hands;
    private final Standings standings;
    private final Duration apart;
    private final InstantSource clock;
    private final Map<String, OrphanWatch> watches = new HashMap<>();
    private final AtomicLong released = new AtomicLong();
    private volatile Report last;

    /// @param launchDeadline two looks must be twice as far apart
    /// @param clock engine time
    public Janitor(
            Launchers launchers,
            LeaderRow leader,
            OrphanHands hands,
            Jobs jobs,
            Store store,
            Duration launchDeadline,
            InstantSource clock) {
        this.launchers = Objects.requireNonNull(launchers);
        this.leader = Objects.requireNonNull(leader);
        this.hands = Objects.requireNonNull(hands);
        this.standings = new Standings(jobs, store, hands::isInFlight);
        this.apart = launchDeadline.multipliedBy(2);
        this.clock = Objects.requireNonNull(clock);
        this.last = new Report(Optional.empty(), apart, 0, List.of(), List.of());
    }

    /// One launcher at one look.
    ///
    /// @param owned how many things of this installation there are
    /// @param foreign things with our kind of tag and another installation's name
    /// @param problem why it could not be asked; empty when it could
    public record Asked(String provider, int owned, int foreign, String problem) {
        public Asked {
            Objects.requireNonNull(provider);
            Objects.requireNonNull(problem);
        }
    }

    /// A thing of this installation that no live attempt answers for at this look.
    ///
    /// @param since when it was first seen so; empty when something of it is in flight
    /// @param orphan whether its release was begun at this look
    public record Thing(OwnedResource resource, Standing standing, Optional<Instant> since, boolean orphan) {
        public Thing {
            Objects.requireNonNull(resource);
            Objects.requireNonNull(standing);
            Objects.requireNonNull(since);
        }
    }

    /// @param at when it looked; empty before the first look
    /// @param released orphans of this leader that are gone
    public record Report(
            Optional<Instant> at, Duration apart, long released, List<Asked> providers, List<Thing> things) {
        public Report {
            Objects.requireNonNull(at);
            Objects.requireNonNull(apart);
            providers = List.copyOf(providers);
            things = List.copyOf(things);
        }
    }

    public Report last() {
        return new Report(last.at(), last.apart(), released.get(), last.providers(), last.things());
    }

    /// Asks every launcher, and begins to release what is an orphan by now.
    ///
    /// @throws AheadOfUs nothing may be done any more
    public synchronized Report look() throws AheadOfUs {
        var asked = new ArrayList<Asked>();
        var things = new ArrayList<Thing>();
        for (var launcher : launchers.all()) {
            try {
                asked.add(look(launcher, things));
            } catch (LauncherException | RuntimeException away) {
                // No look: what was suspected is neither confirmed nor cleared by it.
                asked.add(new Asked(launcher.provider(), 0, 0, String.valueOf(away.getMessage())));
            }
        }
        last = new Report(Optional.of(clock.instant()), apart, released.get(), asked, things);
        return last;
    }

    private Asked look(Launcher launcher, List<Thing> things) throws LauncherException, AheadOfUs {
        var sightings = new ArrayList<Sighting>();
        var ours = new ArrayList<OwnedResource>();
        int foreign = 0;
        var owned = launcher.owned();
        var adopted = standings.handles();
        for (var resource : owned) {
            switch (Ownership.of(resource.token(), resource.epoch(), leader)) {
                case FOREIGN -> foreign++;
                case AHEAD -> throw Reconciliation.ahead(launcher, resource, leader);
                case EARLIER -> {
                    ours.add(resource);
                    sightings.add(new Sighting(resource.handle(), standings.ofEarlier(resource, adopted)));
                }
                case OURS -> {
                    var standing = standings.ofOurs(resource.token());
                    if (standing.isEmpty()) {
                        throw beyond(launcher, resource);
                    }
                    ours.add(resource);
                    sightings.add(new Sighting(resource.handle(), standing.get()));
                }
            }
        }
        var watch = watches.getOrDefault(launcher.provider(), OrphanWatch.beginning(apart));
        var look = watch.look(clock.instant(), sightings);
        watches.put(launcher.provider(), look.next());
        for (int i = 0; i < ours.size(); i++) {
            var standing = sightings.get(i).standing();
            if (standing != Standing.ANSWERED_FOR) {
                var handle = ours.get(i).handle();
                var orphan = look.orphans().contains(handle) && release(ours.get(i));
                var since = Optional.ofNullable(look.next().suspects().get(handle));
                things.add(new Thing(ours.get(i), standing, since, orphan));
            }
        }
        return new Asked(launcher.provider(), ours.size(), foreign, "");
    }

    private boolean release(OwnedResource orphan) {
        LOG.warn("{} is an orphan and is released: {}", orphan.token(), orphan.description());
        return hands.releaseOrphan(orphan, gone -> {
            if (gone) {
                released.incrementAndGet();
                LOG.info("the orphan {} is gone", orphan.token());
            }
        });
    }

    private static AheadOfUs beyond(Launcher launcher, OwnedResource resource) {
        return new AheadOfUs(
                launcher.provider() + " shows " + resource.token() + ", a number that this store never gave:"
                        + " another controller leads this installation on another copy of its database, or the database was"
                        + " put back to an earlier time without `outlast restore`. Nothing more is done here; find the other"
                        + " one, and keep one of both");
    }
}
