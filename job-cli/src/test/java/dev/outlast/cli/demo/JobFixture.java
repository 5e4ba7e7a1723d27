package dev.outlast.cli.demo;

import java.util.List;

final class JobFixture {
    private JobFixture() {}

    static JobRecord preempted() {
        return new JobRecord(
                1,
                "SUCCEEDED",
                "",
                1,
                List.of(lost("north"), done("east", "from checkpoint 240, written by attempt 1")));
    }

    static JobRecord undisturbed() {
        return new JobRecord(2, "SUCCEEDED", "", 0, List.of(done("north", "")));
    }

    static Attempt lost(String region) {
        return new Attempt(
                1,
                region,
                "local/" + region + "/a",
                true,
                0.00376,
                TablesTest.at(0.5),
                TablesTest.at(9.4),
                "PREEMPTED",
                9.8e-6,
                "from the beginning: there is no complete checkpoint");
    }

    static Attempt done(String region, String resume) {
        return new Attempt(
                2,
                region,
                "local/" + region + "/a",
                true,
                0.004,
                TablesTest.at(10),
                TablesTest.at(104),
                "",
                1.05e-4,
                resume);
    }
}
