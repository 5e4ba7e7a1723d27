package dev.outlast.controller.spec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.outlast.core.store.Batch;
import dev.outlast.core.store.SpecRow;
import dev.outlast.core.store.StoreException;
import dev.outlast.core.task.FileMount;
import dev.outlast.core.task.Overrides;
import dev.outlast.testkit.store.InMemoryStore;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// What a new controller reads of the texts that an earlier one stored.
class SpecBookTest {
    private static final String IN_PATHS = """
            secrets: {WHERE: %s}
            file_mounts:
              ~/${WHERE}: {name: kept}
              ~/up: ./data-${WHERE}
            run: x
            """;

    private final InMemoryStore store = new InMemoryStore();

    @Test
    void eachJobHasItsOwnSecretsInItsPaths() throws StoreException {
        var first = stored(IN_PATHS.formatted("one"), Map.of("WHERE", "one"), Map.of("./data-one", "aa"));
        var second = stored(IN_PATHS.formatted("two"), Map.of("WHERE", "two"), Map.of("./data-two", "aa"));
        assertThat(first).isEqualTo(second);
        assertThat(first.toString()).doesNotContain("one");
        var book = new SpecBook(store, Map.of());

        assertThat(book.get(first.hash()).ofOneJob()).isTrue();
        assertThat(destinations(book.get(first.hash(), Map.of("WHERE", "one")))).containsExactly("~/one", "~/up");
        assertThat(destinations(book.get(first.hash(), Map.of("WHERE", "two")))).containsExactly("~/two", "~/up");
        assertThat(book.get(first.hash(), Map.of("WHERE", "two")).blobs()).isEqualTo(Map.of("./data-two", "aa"));
    }

    @Test
    void whatHasNoSecretInItsPathsIsShared() throws StoreException {
        var yaml = "secrets: {KEY: a}\nfile_mounts: {~/up: ./data}\nrun: x\n";
        var row = stored(yaml, Map.of("KEY", "a"), Map.of("./data", "aa"));
        var book = new SpecBook(store, Map.of());

        var compiled = book.get(row.hash());

        assertThat(compiled.ofOneJob()).isFalse();
        assertThat(compiled.blobs()).isEqualTo(Map.of("./data", "aa"));
        assertThat(book.get(row.hash())).isSameAs(compiled);
    }

    @Test
    void aPathThatIsASecretAsAWholeReadsWithoutItToo() throws StoreException {
        var yaml = """
                secrets: {AT: ~/x, FROM: 'local://kept/y'}
                file_mounts: {'${AT}': {source: '${FROM}'}}
                run: x
                """;
        var secrets = Map.of("AT", "~/x", "FROM", "local://kept/y");
        var row = stored(yaml, secrets, Map.of());
        var book = new SpecBook(store, Map.of());

        assertThat(book.get(row.hash()).ofOneJob()).isTrue();
        assertThat(book.get(row.hash(), secrets).facts().getFirst().checkpointBuckets())
                .containsExactly("local://kept/y");
    }

    private static List<String> destinations(Compiled compiled) {
        return compiled.spec().tasks().getFirst().fileMounts().stream()
                .map(FileMount::destination)
                .toList();
    }

    private SpecRow stored(String yaml, Map<String, String> secrets, Map<String, String> blobs) throws StoreException {
        var row = SpecTexts.stored(new SpecTexts.Source(yaml, false, Overrides.NONE, blobs), secrets);
        var leader = store.takeLead("test");
        store.commit(new Batch(
                leader.epoch(),
                leader.lastBatch() + 1,
                leader.lastJobId(),
                List.of(row),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of()));
        return row;
    }
}
