package dev.outlast.checkpointing.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.outlast.checkpointing.store.ResumeFinder.Found;
import dev.outlast.core.checkpoint.ResumePoint;
import dev.outlast.core.checkpoint.Seal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The training in `examples/train` and the controller mean the same by a checkpoint.
class TrainExampleTest {
    private static final Path EXAMPLE = Path.of(System.getProperty("outlast.root", ".."))
            .resolve("examples")
            .resolve("train");
    private static final String BUCKET = "local://train-checkpoints";
    private static final String TASK = "sky-managed-2026-11-21-10-00-00-000001_train_7-0";

    @TempDir
    Path temp;

    @BeforeAll
    static void needsPython() throws Exception {
        int code = -1;
        try {
            code = new ProcessBuilder("python3", "-c", "import sys; sys.exit(0 if sys.version_info >= (3, 9) else 1)")
                    .start()
                    .waitFor();
        } catch (IOException missing) {
            // Skipped below.
        }
        assumeTrue(code == 0, "the training example is not tested: there is no python3 of 3.9 or newer");
    }

    @Test
    void its_own_tests_pass() throws Exception {
        run(EXAMPLE, Map.of(), List.of("python3", "-m", "unittest", "test_train"));
    }

    @Test
    void the_controller_reads_what_it_saves_and_it_resumes_where_the_controller_says() throws Exception {
        Path root = Files.createDirectory(temp.resolve("buckets"));
        Path bucket = Files.createDirectory(root.resolve("train-checkpoints"));
        ResumeFinder finder = new ResumeFinder(List.of(new LocalBuckets(root)));
        train(bucket, 1, "");

        Found found = finder.find(List.of(BUCKET), TASK, List.of(), 1);
        assertThat(found)
                .isEqualTo(new Found(
                        new ResumePoint.At(30, 1, BUCKET, ".outlast/" + TASK + "/000000000030.1.json"),
                        List.of(new Seal(1, 30)),
                        List.of()));

        Files.writeString(bucket.resolve(TASK).resolve("000000000030.1").resolve("state.json"), "{}");
        Found beforeIt = finder.find(List.of(BUCKET), TASK, List.of(), 1);
        assertThat(beforeIt.skipped()).hasSize(1);
        assertThat(beforeIt.point())
                .isInstanceOfSatisfying(
                        ResumePoint.At.class, at -> assertThat(at.seq()).isEqualTo(20));
        String output = train(bucket, 2, ((ResumePoint.At) beforeIt.point()).manifestName());
        assertThat(output).startsWith("resumed at step 20").contains("final loss ");
    }

    private String train(Path bucket, int attempt, String resume) throws Exception {
        Map<String, String> environment = Map.of(
                "CHECKPOINT_DIR",
                bucket.toString(),
                "SKYPILOT_TASK_ID",
                TASK,
                "OUTLAST_ATTEMPT",
                Integer.toString(attempt),
                "OUTLAST_EPOCH",
                "1",
                "OUTLAST_RESUME_MANIFEST",
                resume);
        return run(
                EXAMPLE,
                environment,
                List.of("python3", "train.py", "--steps", "30", "--batch", "2", "--save-every", "10"));
    }

    private String run(Path directory, Map<String, String> environment, List<String> command) throws Exception {
        Path output = Files.createTempFile(temp, "output", ".txt");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment().putAll(environment);
        builder.environment().put("PYTHONDONTWRITEBYTECODE", "1");
        Process process = builder.start();
        try {
            assertThat(process.waitFor(5, TimeUnit.MINUTES)).as("ends in time").isTrue();
        } finally {
            process.destroyForcibly();
        }
        String said = Files.readString(output);
        assertThat(process.exitValue()).as(said).isZero();
        return said;
    }
}
