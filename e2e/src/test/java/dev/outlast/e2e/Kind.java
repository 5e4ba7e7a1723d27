package dev.outlast.e2e;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;

/// What the jobs of the kill test are meant to do, and how each must end.
enum Kind {
    SUCCEEDS("SUCCEEDED", 1, 1),
    FAILS("FAILED", 1, 1),
    IS_PREEMPTED("SUCCEEDED", 1, 1),
    IS_CANCELLED("CANCELLED", 1, 1),
    IS_A_PIPELINE("SUCCEEDED", 2, 1),
    IS_A_GANG("SUCCEEDED", 1, 2);

    static final int LINES = 40;
    static final int CHECKPOINTS = 12;
    static final int EXIT_CODE = 7;

    private static final String PRINT = """
            while [ $resume -lt %d ]; do
                resume=$((resume + 1))
                echo "line ${SKYPILOT_NODE_RANK} $resume"
                record beat $OUTLAST_ATTEMPT $resume
                sleep 0.05
            done
            record end $OUTLAST_ATTEMPT
            """.formatted(LINES);

    private static final String SAVE = """
            while [ $resume -lt %d ]; do
                resume=$((resume + 1))
                echo "line 0 $resume"
                echo $resume >~/bucket/$resume.$OUTLAST_ATTEMPT
                outlast-checkpoint commit ~/bucket $resume $resume.$OUTLAST_ATTEMPT
                record commit $OUTLAST_ATTEMPT $resume
                sleep 0.2
            done
            record end $OUTLAST_ATTEMPT
            """.formatted(CHECKPOINTS);

    private static final String FOR_EVER = """
            while :; do
                resume=$((resume + 1))
                echo "line 0 $resume"
                record beat $OUTLAST_ATTEMPT $resume
                sleep 0.2
            done
            """;

    private final String status;
    private final int tasks;
    private final int ranks;

    Kind(String status, int tasks, int ranks) {
        this.status = status;
        this.tasks = tasks;
        this.ranks = ranks;
    }

    String status() {
        return status;
    }

    int tasks() {
        return tasks;
    }

    int ranks() {
        return ranks;
    }

    /// How many lines an attempt prints that ends by itself.
    int lastLine() {
        return this == IS_PREEMPTED ? CHECKPOINTS : LINES;
    }

    /// The ledgers a job of this kind writes, one for each task and rank.
    List<Path> ledgers(Path directory, String key) {
        return IntStream.range(0, tasks)
                .boxed()
                .flatMap(task -> IntStream.range(0, ranks).mapToObj(rank -> ledger(directory, key, task, rank)))
                .toList();
    }

    static Path ledger(Path directory, String key, int task, int rank) {
        return directory.resolve(key + "." + task + "." + rank);
    }

    /// @param key becomes the job's name and its bucket's
    String yaml(String key, Path ledgers) {
        return switch (this) {
            case SUCCEEDS, IS_A_GANG -> Yaml.header(key) + task(key, ledgers, 0, PRINT);
            case FAILS -> Yaml.header(key) + task(key, ledgers, 0, PRINT + "exit " + EXIT_CODE + "\n");
            case IS_CANCELLED -> Yaml.header(key) + task(key, ledgers, 0, FOR_EVER);
            case IS_PREEMPTED ->
                Yaml.header(key) + task(key, ledgers, 0, SAVE) + "file_mounts:\n  ~/bucket: {name: " + key
                        + ", store: LOCAL, mode: MOUNT}\n";
            case IS_A_PIPELINE ->
                Yaml.header(key) + "---\n" + task(key, ledgers, 0, PRINT) + "---\n"
                        + task(
                                key,
                                ledgers,
                                1,
                                "grep -q '^end' " + ledger(ledgers, key, 0, 0) + " || record early $OUTLAST_ATTEMPT\n"
                                        + PRINT);
        };
    }

    private String task(String key, Path ledgers, int task, String script) {
        return "num_nodes: " + ranks + "\nresources: {infra: local, use_spot: true}\nenvs: {BASE: "
                + Yaml.text(ledgers.resolve(key + "." + task).toString()) + "}\nrun: |\n"
                + ("LEDGER=$BASE.$SKYPILOT_NODE_RANK\n" + Ledger.PRELUDE + script).indent(2);
    }
}
