package dev.outlast.controller.service;

import dev.outlast.controller.api.Finding;
import dev.outlast.core.store.StoreException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Objects;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The time of day that all controllers of an installation go by: that of their database, told on by the monotonic
/// clock. What one of them writes down as a deadline, another reads; with the clocks of their machines, a back-off
/// would take an hour longer, and a job's time be over an hour too soon, where one of these clocks is an hour off.
///
/// Where there is one controller, it is the time of its machine.
final class SharedTime implements InstantSource {
    private static final Logger LOG = LoggerFactory.getLogger(SharedTime.class);
    /// Clocks that are kept by a time server differ by less.
    static final Duration NOTED = Duration.ofSeconds(2);
    /// From here on others are likely to refuse: certificates, buckets, tokens of a cloud.
    static final Duration BAD = Duration.ofMinutes(1);
    /// An answer that took longer tells too little.
    private static final Duration SLOW = Duration.ofSeconds(1);

    private final Question database;
    private final InstantSource wall;
    private final LongSupplier nanos;
    private volatile Optional<Anchor> anchor = Optional.empty();
    private volatile boolean noted;

    /// Asks the database for the time.
    @FunctionalInterface
    interface Question {
        /// @return empty when it has no clock of its own
        Optional<Instant> ask() throws StoreException;
    }

    /// @param ahead how far the clock of this machine was before the database's
    private record Anchor(Instant at, long nanos, Duration ahead) {}

    /// @param wall this machine's clock
    /// @param nanos a monotonic clock
    SharedTime(Question database, InstantSource wall, LongSupplier nanos) {
        this.database = Objects.requireNonNull(database);
        this.wall = Objects.requireNonNull(wall);
        this.nanos = Objects.requireNonNull(nanos);
    }

    @Override
    public Instant instant() {
        var known = anchor;
        return known.map(from -> from.at().plusNanos(nanos.getAsLong() - from.nanos()))
                .orElseGet(wall::instant);
    }

    /// Asks anew, and says in the log when this machine's clock is another one.
    void look() throws StoreException {
        long sent = nanos.getAsLong();
        var said = database.ask();
        long heard = nanos.getAsLong();
        var took = Duration.ofNanos(heard - sent);
        if (said.isEmpty() || (took.compareTo(SLOW) > 0 && anchor.isPresent())) {
            return;
        }
        var now = said.get().plus(took.dividedBy(2));
        var ahead = Duration.between(now, wall.instant());
        anchor = Optional.of(new Anchor(now, heard, ahead));
        boolean differs = ahead.abs().compareTo(NOTED.plus(took)) > 0;
        if (differs && !noted) {
            LOG.warn("the clocks differ: {}", difference(ahead));
        } else if (!differs && noted) {
            LOG.info("the clock of this machine is that of the database again");
        }
        noted = differs;
    }

    /// How far the clock of this machine is before the database's, or behind it when below zero.
    Duration ahead() {
        return anchor.map(Anchor::ahead).orElse(Duration.ZERO);
    }

    /// Empty where there is but one clock.
    Optional<Finding> finding() {
        return anchor.map(seen -> {
            if (!noted) {
                return new Finding("clock", Finding.Level.OK, "goes with the database's");
            }
            var level = seen.ahead().abs().compareTo(BAD) > 0 ? Finding.Level.BAD : Finding.Level.NOTE;
            return new Finding("clock", level, difference(seen.ahead()));
        });
    }

    private static String difference(Duration ahead) {
        var by = ahead.abs();
        var size = by.compareTo(BAD) > 0 ? by.toMinutes() + " min" : by.toSeconds() + " s";
        return "this machine's clock is " + size + (ahead.isNegative() ? " behind" : " ahead of")
                + " the database's. Jobs go by the database's; set the one that is wrong (timedatectl)";
    }
}
