package dev.outlast.controller.effects;

import dev.failsafe.CircuitBreaker;
import dev.failsafe.CircuitBreakerOpenException;
import dev.failsafe.Failsafe;
import dev.failsafe.FailsafeException;
import dev.outlast.core.cluster.Demand;
import dev.outlast.core.cluster.Offer;
import dev.outlast.core.job.Fault;
import dev.outlast.core.spi.Launcher;
import dev.outlast.core.spi.LauncherException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// Asks all launchers for offers. A provider that failed five times in a row is not asked for half a minute, so
/// that
/// a sick one does not slow every placement down.
final class OfferAsking {
    private static final int FAILURES = 5;
    private static final Duration REST = Duration.ofSeconds(30);

    private final Launchers launchers;
    private final Map<String, CircuitBreaker<List<Offer>>> breakers;

    OfferAsking(Launchers launchers) {
        this.launchers = launchers;
        this.breakers = launchers.names().stream()
                .collect(Collectors.toUnmodifiableMap(
                        name -> name,
                        _ -> CircuitBreaker.<List<Offer>>builder()
                                .handle(LauncherException.class)
                                .withFailureThreshold(FAILURES)
                                .withDelay(REST)
                                .build()));
    }

    /// @throws LauncherException when no launcher had an offer and at least one could not be asked
    List<Offer> offers(Demand demand) throws LauncherException {
        var offers = new ArrayList<Offer>();
        Optional<LauncherException> failed = Optional.empty();
        for (var launcher : launchers.all()) {
            if (!launcher.capabilities().containsAll(demand.needs())) {
                continue;
            }
            try {
                offers.addAll(ask(launcher, demand));
            } catch (LauncherException e) {
                failed = Optional.of(e);
            }
        }
        if (offers.isEmpty() && failed.isPresent()) {
            throw failed.get();
        }
        return offers;
    }

    private List<Offer> ask(Launcher launcher, Demand demand) throws LauncherException {
        var breaker = breakers.get(launcher.provider());
        if (breaker == null) {
            return launcher.offers(demand);
        }
        try {
            return Failsafe.with(breaker).get(() -> launcher.offers(demand));
        } catch (CircuitBreakerOpenException resting) {
            throw new LauncherException(
                    Fault.PROVIDER,
                    LauncherException.Certainty.CERTAINLY_NOT_DONE,
                    launcher.provider() + " failed " + FAILURES + " times in a row and is not asked for a while",
                    resting);
        } catch (FailsafeException wrapped) {
            if (wrapped.getCause() instanceof LauncherException failed) {
                throw failed;
            }
            throw wrapped;
        }
    }
}
