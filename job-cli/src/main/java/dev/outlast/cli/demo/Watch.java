package dev.outlast.cli.demo;

import dev.outlast.cli.http.ApiException;
import dev.outlast.cli.http.Client;
import dev.outlast.cli.http.UnreachableException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/// Reads what one training prints, on a thread of its own.
final class Watch {
    private static final Pattern STEP = Pattern.compile("step (\\d+)/(\\d+) loss (\\S+)");
    private static final Pattern RESUMED = Pattern.compile("resumed at step (\\d+)");
    private static final Pattern FINAL = Pattern.compile("final loss (\\S+)");

    private final String name;
    private final long job;
    private final Client client;
    private String rest = "";
    private volatile int step;
    private volatile int total;
    private volatile String loss = "";
    private volatile int furthest;
    private volatile int resumedAt;
    private volatile String finalLoss = "";

    private Watch(String name, long job, Client client) {
        this.name = name;
        this.job = job;
        this.client = client;
    }

    static Watch of(String name, long job, Client client) {
        var watch = new Watch(name, job, client);
        Thread.ofVirtual().name("watch-" + job).start(watch::read);
        return watch;
    }

    private void read() {
        var path = "/v1/jobs/" + job + "/logs?limit=65536&wait=5";
        try {
            var cursor = "";
            while (true) {
                var piece = client.fetch(path + cursor);
                take(new String(piece.body(), StandardCharsets.UTF_8));
                if (piece.says("x-outlast-last")) {
                    return;
                }
                cursor = "&cursor=" + Client.encode(piece.headers().getOrDefault("x-outlast-cursor", ""));
            }
        } catch (UnreachableException | ApiException over) {
            // The demonstration is being ended; what is missing will not be proven.
            Thread.currentThread().interrupt();
        }
    }

    private void take(String piece) {
        var text = rest + piece;
        int end = text.lastIndexOf('\n') + 1;
        rest = text.substring(end);
        text.substring(0, end).lines().forEach(this::line);
    }

    private void line(String line) {
        var steps = STEP.matcher(line);
        if (steps.find()) {
            step = Integer.parseInt(steps.group(1));
            total = Integer.parseInt(steps.group(2));
            loss = steps.group(3);
            furthest = Math.max(furthest, step);
        }
        var resumed = RESUMED.matcher(line);
        if (resumed.find()) {
            resumedAt = Integer.parseInt(resumed.group(1));
            step = resumedAt;
        }
        var last = FINAL.matcher(line);
        if (last.find()) {
            finalLoss = last.group(1);
        }
    }

    String name() {
        return name;
    }

    long job() {
        return job;
    }

    int step() {
        return step;
    }

    int total() {
        return total;
    }

    String loss() {
        return loss;
    }

    int percent() {
        return total == 0 ? 0 : step * 100 / total;
    }

    /// The furthest step that was ever printed.
    int furthest() {
        return furthest;
    }

    /// 0 as long as it did not resume.
    int resumedAt() {
        return resumedAt;
    }

    String finalLoss() {
        return finalLoss;
    }
}
