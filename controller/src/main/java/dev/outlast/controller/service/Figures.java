package dev.outlast.controller.service;

import dev.outlast.controller.Version;
import dev.outlast.controller.api.ControllerInfo;
import dev.outlast.controller.engine.Listener;
import dev.outlast.controller.lifecycle.Status;
import dev.outlast.core.store.EventRow;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

/// What operators watch.
final class Figures implements Listener {
    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final Instant startedAt;
    private final Counter batches = registry.counter("outlast.batches");
    private final Counter parked = registry.counter("outlast.jobs.parked");
    private final AtomicReference<Supplier<Now>> now =
            new AtomicReference<>(() -> new Now(false, "", "", 0, 0, 0, Duration.ZERO, 0, 0));

    /// Gauges, read when asked.
    ///
    /// @param clockAhead how far this machine's clock is before the one that all controllers go by
    /// @param standby how it serves while it does not lead; empty when it cannot
    /// @param leader who leads, as far as known
    record Now(
            boolean leading,
            String standby,
            String leader,
            long epoch,
            int liveJobs,
            int inFlight,
            Duration clockAhead,
            long walBytes,
            long statements) {}

    Figures(Instant startedAt) {
        this.startedAt = startedAt;
        registry.gauge("outlast.jobs.live", this, f -> f.now.get().get().liveJobs());
        registry.gauge("outlast.effects.in_flight", this, f -> f.now.get().get().inFlight());
        registry.gauge("outlast.store.wal_bytes", this, f -> f.now.get().get().walBytes());
        FunctionCounter.builder(
                        "outlast.store.statements", this, f -> f.now.get().get().statements())
                .description("SQL statements since the start")
                .register(registry);
        registry.gauge(
                "outlast.clock.ahead_seconds",
                this,
                f -> f.now.get().get().clockAhead().toMillis() / 1_000.0);
        registry.gauge("outlast.leader", this, f -> f.now.get().get().leading() ? 1 : 0);
    }

    void show(Supplier<Now> supplier) {
        now.set(supplier);
    }

    @Override
    public void committed(List<Change> changes, List<EventRow> events) {
        if (events.isEmpty()) {
            return;
        }
        batches.increment();
        for (var event : events) {
            registry.counter("outlast.transitions", "kind", event.kind()).increment();
            if (event.kind().equals("parked")) {
                parked.increment();
            }
        }
        for (var change : changes) {
            var status = Status.of(change.after().state());
            if (status.isTerminal()
                    && change.before().isPresent()
                    && !Status.of(change.before().get().state()).isTerminal()) {
                registry.counter("outlast.jobs.ended", "status", status.name()).increment();
            }
        }
    }

    ControllerInfo info() {
        var seen = now.get().get();
        return new ControllerInfo(
                Version.text(),
                startedAt,
                seen.leading() || !seen.standby().isEmpty(),
                seen.leading() ? "" : seen.standby().isEmpty() ? "does not lead yet" : seen.standby(),
                seen.leading(),
                seen.leader(),
                seen.epoch(),
                Map.of(
                        "live_jobs", (long) seen.liveJobs(),
                        "effects_in_flight", (long) seen.inFlight(),
                        "wal_bytes", seen.walBytes()));
    }

    String prometheus() {
        return registry.scrape();
    }
}
