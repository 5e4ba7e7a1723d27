package dev.outlast.cli.demo;

import dev.outlast.cli.http.Json;
import java.util.LinkedHashMap;
import java.util.Map;

/// What the demonstration claims, and whether it was so.
final class Proof {
    private Proof() {}

    static Map<String, Boolean> of(Json disturbed, Watch watch, Json undisturbed, Watch other) {
        var attempts = Story.attempts(disturbed);
        boolean twice = attempts.size() >= 2;
        var claims = new LinkedHashMap<String, Boolean>();
        claims.put(
                "its first machine was taken away",
                twice && attempts.getFirst().at("fault").text().equals("PREEMPTED"));
        claims.put(
                "it was launched again in another region",
                twice
                        && !attempts.getFirst()
                                .at("region")
                                .text()
                                .equals(attempts.getLast().at("region").text()));
        claims.put("it went on from a checkpoint, not from the beginning", watch.resumedAt() > 0);
        claims.put("both trainings ended well", hasSucceeded(disturbed) && hasSucceeded(undisturbed));
        claims.put(
                "both ended with the same final loss",
                !watch.finalLoss().isEmpty() && watch.finalLoss().equals(other.finalLoss()));
        claims.put(
                "the other was really undisturbed", Story.attempts(undisturbed).size() == 1);
        return claims;
    }

    private static boolean hasSucceeded(Json job) {
        return job.at("status").text().equals("SUCCEEDED");
    }
}
