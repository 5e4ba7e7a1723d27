package dev.outlast.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/// Three controllers and their database, of which one part or another is killed, frozen, cut off or restarted, while
/// jobs are submitted through any of them, run, are preempted and cancelled. What must have happened is told by the
/// jobs
/// and the clients.
final class Chaos {
    private static final int JOBS_PER_ROUND = 2;
    private static final int CONTROLLERS = 3;

    private final Path directory;
    private final Election election;
    private final int frozenMillis;

    /// Who elects.
    interface Election {
        Several controllers(Path directory, int count) throws IOException;

        /// Whether who cannot reach the database cannot keep the lead.
        boolean isByTheDatabase();
    }

    /// @param lease after which another is elected
    Chaos(Path directory, Election election, Duration lease) {
        this.directory = directory;
        this.election = election;
        this.frozenMillis = Math.toIntExact(lease.plusSeconds(2).toMillis());
    }

    enum Fault {
        KILL_LEADER,
        FREEZE_LEADER,
        RESTART_DATABASE,
        STOP_LEADER,
        KILL_ALL,
        KILL_STANDBY,
        CRASH_DATABASE,
        CUT_LEADER,
        FREEZE_LEADER_IN_COMMIT
    }

    void survives(int rounds, long seed) throws Exception {
        try (var several = election.controllers(directory, CONTROLLERS);
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            several.startAll();
            several.awaitLeader();
            try (var witnesses = new Witnesses(several, seed, threads)) {
                survives(rounds, seed, several, witnesses, threads);
            }
            several.assertNothingLeft();
            several.startAgain();
            several.tell();
            for (int i = 0; i < several.count(); i++) {
                var controller = several.at(i);
                var code = controller.stop();
                assertThat(code)
                        .as("exit code of an orderly stop: %s", controller.said())
                        .isZero();
            }
        }
    }

    private void survives(int rounds, long seed, Several several, Witnesses witnesses, ExecutorService threads)
            throws Exception {
        var ledgers = Files.createDirectories(directory.resolve("ledgers"));
        var crowd = new Crowd(several.door(), ledgers, seed);
        var acting = threads.submit(crowd::act);
        var done = new ArrayList<Fault>();
        try {
            breakThings(several, crowd, rounds, new Random(seed), acting, done);
        } finally {
            crowd.finish();
            witnesses.finish();
        }
        var jobs = acting.get(5, TimeUnit.MINUTES);
        var replay = "seed " + seed + ", " + done;
        new Verdict(several.door(), ledgers, jobs, replay).check();
        witnesses.check(replay);
    }

    private void breakThings(
            Several several, Crowd crowd, int rounds, Random random, Future<?> acting, List<Fault> done)
            throws Exception {
        for (int round = 0; round < rounds; round++) {
            if (acting.isDone()) {
                acting.get();
            }
            crowd.allow((round + 1) * JOBS_PER_ROUND);
            TimeUnit.MILLISECONDS.sleep(random.nextInt(1_500));
            var faults = Fault.values();
            var fault = round < faults.length ? faults[round] : faults[random.nextInt(faults.length)];
            done.add(fault);
            several.startAgain();
            happen(fault, several, random);
            several.awaitLeader();
        }
    }

    private void happen(Fault fault, Several several, Random random) throws Exception {
        int leader = several.awaitLeader();
        switch (fault) {
            case KILL_LEADER -> again(several, leader, Controller::kill);
            case STOP_LEADER ->
                again(
                        several,
                        leader,
                        controller -> assertThat(controller.stop()).isZero());
            case KILL_STANDBY -> again(several, (leader + 1) % several.count(), Controller::kill);
            case KILL_ALL -> {
                for (int i = 0; i < several.count(); i++) {
                    several.at(i).kill();
                }
                several.startAll();
            }
            case RESTART_DATABASE -> {
                several.database().down();
                TimeUnit.MILLISECONDS.sleep(random.nextInt(1_000));
                several.database().up();
            }
            case CRASH_DATABASE -> {
                several.database().crash();
                several.database().up();
            }
            case FREEZE_LEADER -> {
                several.freeze(leader);
                thawWhenReplaced(several, leader);
            }
            case FREEZE_LEADER_IN_COMMIT -> {
                several.freezeInCommit(leader);
                thawWhenReplaced(several, leader);
            }
            case CUT_LEADER -> {
                several.cut(leader);
                var next = several.awaitLeader(Set.of(leader));
                assertThat(next).as("another leads").isNotEqualTo(leader);
                TimeUnit.MILLISECONDS.sleep(random.nextInt(frozenMillis));
                if (election.isByTheDatabase()) {
                    assertThat(several.at(leader).running().isAlive())
                            .as("it cannot know that it was replaced")
                            .isTrue();
                }
                several.heal(leader);
                endsAsReplaced(several, leader);
            }
        }
    }

    private void thawWhenReplaced(Several several, int leader) throws Exception {
        TimeUnit.MILLISECONDS.sleep(frozenMillis);
        var next = several.awaitLeader();
        assertThat(next).as("another leads").isNotEqualTo(leader);
        several.thaw(leader);
        endsAsReplaced(several, leader);
        several.hears(leader);
    }

    /// It finds that it was replaced, and ends.
    private static void endsAsReplaced(Several several, int index) {
        assertThat(several.at(index).awaitExit()).isEqualTo(70);
        several.at(index).start();
    }

    private interface Blow {
        void strike(Controller controller);
    }

    private static void again(Several several, int index, Blow blow) {
        blow.strike(several.at(index));
        several.awaitLeader();
        several.at(index).start();
    }
}
