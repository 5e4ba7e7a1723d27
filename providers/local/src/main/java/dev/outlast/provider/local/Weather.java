package dev.outlast.provider.local;

import dev.outlast.core.cluster.Place;
import dev.outlast.core.spi.LauncherException;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;

/// How the pretended provider feels: slow, failing, full. Closed regions are on disk and outlast this process.
final class Weather {
    private final HomeLayout home;
    private final double errorRate;
    private final SplittableRandom errors;
    private final AtomicInteger failures = new AtomicInteger();
    private final Map<String, Integer> refusals = new HashMap<>();
    private volatile Duration launchDelay;

    Weather(HomeLayout home, LocalConfig config) {
        this.home = home;
        this.errorRate = config.errorRate();
        this.errors = new SplittableRandom(config.seed());
        this.launchDelay = config.launchDelay();
    }

    /// Fails a call without effect when it is its turn.
    void strike(String call) throws LauncherException {
        if (failures.get() > 0 && failures.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
            throw Refusals.provider(call + " failed as rehearsed");
        }
        if (errorRate > 0 && drawError()) {
            throw Refusals.provider(call + " failed by chance (error_rate)");
        }
    }

    private synchronized boolean drawError() {
        return errors.nextDouble() < errorRate;
    }

    /// Refuses a launch where there is no room now.
    synchronized void refuse(Place place) throws LauncherException {
        var region = place.region();
        var left = refusals.getOrDefault(region, 0);
        if (left > 0) {
            refusals.put(region, left - 1);
            throw Refusals.capacity(place + " refuses as rehearsed, " + (left - 1) + " more times");
        }
        if (Files.exists(home.closed(region))) {
            throw Refusals.capacity(region + " is drained");
        }
    }

    /// Takes as long as a launch takes here.
    void delayLaunch() throws LauncherException {
        if (launchDelay.isZero()) {
            return;
        }
        try {
            Thread.sleep(launchDelay);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw Refusals.unknown("the launch was interrupted", interrupted);
        }
    }

    void delayLaunches(Duration delay) {
        launchDelay = delay;
    }

    void failCalls(int times) {
        failures.set(times);
    }

    synchronized void refuse(String region, int times) {
        refusals.put(region, times);
    }

    void close(String region) throws IOException {
        Files.writeString(home.closed(region), "");
    }

    synchronized void restore(String region) throws IOException {
        refusals.remove(region);
        Files.deleteIfExists(home.closed(region));
    }
}
