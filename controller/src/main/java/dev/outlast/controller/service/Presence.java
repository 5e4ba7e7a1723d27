package dev.outlast.controller.service;

import dev.outlast.controller.Version;
import dev.outlast.controller.api.Answer;
import dev.outlast.controller.api.UpgradeView;
import dev.outlast.controller.backup.HighWater;
import dev.outlast.controller.codec.FeatureGate;
import dev.outlast.controller.effects.AheadOfUs;
import dev.outlast.controller.store.ControllerTable;
import dev.outlast.controller.store.SqlStore;
import dev.outlast.core.store.LeaderRow;
import dev.outlast.core.store.StoreException;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Says in the store that this controller is there and up to which feature level it knows everything, and raises the
/// installation's when all that are there know it.
final class Presence {
    private static final Logger LOG = LoggerFactory.getLogger(Presence.class);
    static final Duration EVERY = Duration.ofSeconds(15);
    /// Who was not seen for so long is not there.
    static final Duration WINDOW = Duration.ofMinutes(5);
    private static final Duration REMEMBERED = Duration.ofDays(1);

    private final SqlStore store;
    private final ControllerTable table;
    private final FeatureGate gate;
    private final int known;
    private final Supplier<String> process;
    private final String home;
    private final LongSupplier epoch;
    private final Optional<HighWater> highWater;
    private final Consumer<Throwable> ended;

    /// @param known up to which level this controller knows everything
    /// @param process as in the leader row while it leads
    /// @param home letters and digits by which its home is known
    /// @param epoch under which this controller leads; below zero when it does not
    /// @param highWater where it is remembered how far the database has come
    /// @param ended told that this process must end
    Presence(
            SqlStore store,
            FeatureGate gate,
            int known,
            Supplier<String> process,
            String home,
            LongSupplier epoch,
            Optional<HighWater> highWater,
            Consumer<Throwable> ended) {
        this.store = store;
        this.table = store.controllers();
        this.gate = gate;
        this.known = known;
        this.process = process;
        this.home = home;
        this.epoch = epoch;
        this.highWater = highWater;
        this.ended = ended;
    }

    /// Whether the database may be led by this version, as far as it and what is remembered of it tell. Asked before
    /// the
    /// epoch is taken: whoever may lead is not to be disturbed.
    ///
    /// @throws StoreException why not; this process ends
    void mayLead() throws StoreException {
        var row = store.leader();
        if (row.featureLevel() > known) {
            throw refused(tooOld(row.featureLevel()));
        }
        try {
            var behind = highWater.isPresent() ? highWater.get().behind(row) : Optional.<String>empty();
            if (behind.isPresent()) {
                throw refused(new AheadOfUs(behind.get()));
            }
        } catch (IOException unreadable) {
            throw refused(unreadable);
        }
    }

    private StoreException refused(Exception why) {
        ended.accept(why);
        return new StoreException(StoreException.Kind.UNKNOWN, String.valueOf(why.getMessage()), why);
    }

    /// This controller leads.
    void leads(LeaderRow row) {
        gate.set(row.featureLevel());
    }

    /// Keeps how far the database has come, beside it.
    void remember(LeaderRow row) {
        try {
            if (highWater.isPresent()) {
                highWater.get().remember(row);
            }
        } catch (IOException unwritable) {
            LOG.warn("it is not remembered how far the database has come: {}", unwritable.toString());
        }
    }

    /// Every now and then, by whoever leads and whoever stands by.
    void beat() throws StoreException {
        table.say(process.get(), home, Version.text(), known);
        var row = store.leader();
        if (row.featureLevel() > known) {
            ended.accept(tooOld(row.featureLevel()));
            return;
        }
        gate.set(row.featureLevel());
        if (row.epoch() == epoch.getAsLong()) {
            remember(row);
            table.forget(REMEMBERED);
        }
    }

    /// It was raised since this controller was started.
    StoreException tooOld(int level) {
        return new StoreException(
                StoreException.Kind.UNKNOWN,
                "the installation was brought to feature level " + level + ", and this version, " + Version.text()
                        + ", knows " + known + ": it cannot read what may be written from now on. Start the newer"
                        + " version here");
    }

    void gone() {
        try {
            table.gone(home);
        } catch (StoreException away) {
            LOG.debug("counted for {} more: {}", WINDOW, away.getMessage());
        }
    }

    Answer<UpgradeView> view() {
        try {
            return new Answer.Done<>(look());
        } catch (StoreException away) {
            return new Answer.Unavailable<>("the store does not answer: " + away.getMessage());
        }
    }

    private UpgradeView look() throws StoreException {
        var row = store.leader();
        return new UpgradeView(
                row.featureLevel(),
                known,
                table.seenWithin(WINDOW).stream()
                        .map(c -> new UpgradeView.Controller(
                                c.name(), c.version(), c.featureLevel(), c.ago().toSeconds(), c.is(row.holder())))
                        .toList());
    }

    /// From now on everything that this leader's version knows may be written.
    Answer<UpgradeView> complete() {
        var mine = epoch.getAsLong();
        if (mine < 0) {
            return new Answer.Unavailable<>("this controller does not lead");
        }
        try {
            var raised = table.raise(known, mine, WINDOW);
            var row = store.leader();
            if (row.epoch() != mine) {
                return new Answer.Unavailable<>("this controller does not lead any more; nothing was done by it");
            }
            if (row.featureLevel() < known) {
                return new Answer.Conflict<>("not_known_to_all", obstacle(row));
            }
            gate.set(row.featureLevel());
            if (raised) {
                LOG.info("the installation is at feature level {} from now on", known);
            }
            return new Answer.Done<>(look());
        } catch (StoreException failed) {
            return failed.kind() == StoreException.Kind.UNKNOWN
                    ? new Answer.Unknown<>()
                    : new Answer.Unavailable<>(String.valueOf(failed.getMessage()));
        }
    }

    private String obstacle(LeaderRow row) throws StoreException {
        var behind = table.seenWithin(WINDOW).stream()
                .filter(c -> c.featureLevel() < known)
                .map(c -> c.name() + " (version " + c.version() + ", knows level " + c.featureLevel() + ", seen "
                        + c.ago().toSeconds() + " s ago)")
                .collect(Collectors.joining("; "));
        return "the installation stays at feature level " + row.featureLevel() + ", for not every controller knows "
                + known + ": "
                + Optional.of(behind).filter(b -> !b.isEmpty()).orElse("one that is not seen any more; ask again")
                + ". Upgrade it or stop it; one that ended without saying so counts for " + WINDOW.toMinutes()
                + " minutes";
    }
}
