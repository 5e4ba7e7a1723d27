package dev.outlast.checkpointing.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JobBucketsTest {
    @TempDir
    Path directory;

    private Path root = Path.of("");
    private Path tree = Path.of("");

    @BeforeEach
    void start() throws IOException {
        root = Files.createDirectory(directory.resolve("buckets"));
        tree = Files.createDirectory(directory.resolve("tree"));
        Files.createDirectory(tree.resolve("deep"));
        Files.writeString(tree.resolve("a.txt"), "a");
        Files.writeString(tree.resolve("deep/b.txt"), "b");
    }

    @Test
    void aTreeFillsTheBucketAndSeveralSourcesKeepTheirNames() throws IOException {
        var buckets = new JobBuckets(root);

        buckets.put("one", "task-1", Map.of("", tree));
        buckets.put("many", "task-1", Map.of("tree", tree, "c.txt", tree.resolve("a.txt")));

        assertThat(root.resolve("one/deep/b.txt")).hasContent("b");
        assertThat(root.resolve("many/tree/a.txt")).hasContent("a");
        assertThat(root.resolve("many/c.txt")).hasContent("a");
    }

    @Test
    void whatTheJobChangedStaysChanged() throws IOException {
        new JobBuckets(root).put("one", "task-1", Map.of("", tree));
        Files.writeString(root.resolve("one/a.txt"), "changed by the job");
        Files.delete(root.resolve("one/deep/b.txt"));

        new JobBuckets(root).put("one", "task-1", Map.of("", tree));

        assertThat(root.resolve("one/a.txt")).hasContent("changed by the job");
        assertThat(root.resolve("one/deep/b.txt")).doesNotExist();
        new JobBuckets(root).put("one", "task-2", Map.of("", tree));
        assertThat(root.resolve("one/a.txt")).hasContent("a");
    }

    @Test
    void aFillingThatWasCutIsFinishedTheNextTime() throws IOException {
        var missing = directory.resolve("missing");
        assertThatThrownBy(() -> new JobBuckets(root).put("one", "task-1", Map.of("a", tree, "b", missing)))
                .isInstanceOf(IOException.class);
        Files.writeString(missing, "there now");

        new JobBuckets(root).put("one", "task-1", Map.of("a", tree, "b", missing));

        assertThat(root.resolve("one/a/a.txt")).hasContent("a");
        assertThat(root.resolve("one/b")).hasContent("there now");
    }

    @Test
    void nothingIsWrittenThroughALinkThatAJobLeft() throws IOException {
        var outside = Files.createDirectory(directory.resolve("outside"));
        Files.createDirectory(root.resolve("one"));
        Files.createSymbolicLink(root.resolve("one/deep"), outside);
        Files.writeString(outside.resolve("kept"), "kept");
        Files.createSymbolicLink(root.resolve("one/a.txt"), outside.resolve("kept"));

        assertThatThrownBy(() -> new JobBuckets(root).put("one", "task-1", Map.of("", tree)))
                .hasMessageContaining("symbolic link");

        assertThat(outside.resolve("b.txt")).doesNotExist();
        assertThat(outside.resolve("kept")).hasContent("kept");
    }

    @Test
    void aBucketOfAJobGoesWithIt() throws IOException {
        var buckets = new JobBuckets(root);
        buckets.makeFor("inst.1/7", "scratch");
        buckets.makeFor("inst.1/7", "scratch");
        buckets.put("scratch", "task-1", Map.of("", tree));

        var later = new JobBuckets(root);
        later.recover();
        assertThat(later.owned()).isEqualTo(Map.of("scratch", "inst.1/7"));
        later.remove("scratch", "inst.1/8");
        assertThat(root.resolve("scratch/a.txt")).exists();
        later.remove("scratch", "inst.1/7");

        assertThat(root).isEmptyDirectory();
        assertThat(later.owned()).isEmpty();
    }

    @Test
    void aBucketThatWasThereIsNobodysToRemove() throws IOException {
        Files.createDirectory(root.resolve("data"));
        Files.writeString(root.resolve("data/precious"), "1");
        var buckets = new JobBuckets(root);
        buckets.makeFor("inst.1/7", "data");
        buckets.makeFor("inst.1/1", "other");
        buckets.makeFor("inst.1/7", "other");

        buckets.remove("data", "inst.1/7");
        buckets.remove("other", "inst.1/7");

        assertThat(root.resolve("data/precious")).exists();
        assertThat(root.resolve("other")).exists();
        assertThat(buckets.owned()).isEqualTo(Map.of("other", "inst.1/1"));
    }

    @Test
    void aRemovalThatWasCutIsFinishedAtTheNextStart() throws IOException {
        Files.createDirectories(root.resolve(".outlast-123/scratch/deep"));
        var buckets = new JobBuckets(root);

        buckets.recover();

        assertThat(root).isEmptyDirectory();
    }
}
