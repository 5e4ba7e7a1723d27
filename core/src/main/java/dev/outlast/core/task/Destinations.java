package dev.outlast.core.task;

import java.util.HashSet;
import java.util.Set;

/// Checks where things are put on a node, each place once.
final class Destinations {
    private static final String WORKDIR = "~/sky_workdir";

    private final Set<String> taken = new HashSet<>();
    private final Findings findings;

    Destinations(Findings findings) {
        this.findings = findings;
    }

    void check(At at, String destination) {
        if (BucketText.looksLikeUrl(destination)) {
            findings.problem(at, "a destination may not be a bucket; the bucket is the source, behind the ':'");
        } else if (!destination.startsWith("/") && !destination.startsWith("~/")) {
            findings.problem(at, "a destination must be absolute or start with '~/'");
        } else if (destination.endsWith("/")) {
            findings.problem(at, "a destination must not end with '/'");
        } else if (destination.equals(WORKDIR)) {
            findings.problem(at, WORKDIR + " is kept for 'workdir'");
        } else if (!taken.add(destination)) {
            findings.problem(at, "something else is put there already");
        }
    }
}
