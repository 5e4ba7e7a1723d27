package dev.outlast.testkit.artefact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.outlast.core.spi.ArtefactStore;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What every [ArtefactStore] keeps: whole or not at all, never changed, and seen by all once it is answered.
public abstract class ArtefactStoreContract {
    @TempDir
    private Path files;

    /// Another controller's view of the same outside, which is empty at the start of each test.
    protected abstract ArtefactStore open() throws IOException;

    /// Takes the outside away, or brings it back with what it had.
    protected abstract void outage(boolean away) throws IOException;

    @Test
    void whatIsPutIsSeenByTheOthersAtOnce() throws IOException {
        try (var one = open();
                var other = open()) {
            assertThat(one.put("logs/1/0/a.log.gz", file("one"))).isTrue();

            assertThat(text(other, "logs/1/0/a.log.gz")).isEqualTo("one");
            assertThat(other.size("logs/1/0/a.log.gz")).hasValue(3);
            assertThat(other.list("logs/"))
                    .extracting(ArtefactStore.Item::name, ArtefactStore.Item::bytes)
                    .containsExactly(tuple("logs/1/0/a.log.gz", 3L));
        }
    }

    @Test
    void whatIsThereIsLeftAsItIs() throws IOException {
        try (var one = open();
                var other = open()) {
            assertThat(one.put("a", file("first"))).isTrue();
            assertThat(other.put("a", file("second"))).isFalse();
            assertThat(one.put("a", file("third"))).isFalse();

            assertThat(text(one, "a")).isEqualTo("first");
        }
    }

    @Test
    void whatIsNotThereIsNotGuessed() throws IOException {
        try (var store = open()) {
            assertThat(store.open("no/such")).isEmpty();
            assertThat(store.size("no/such")).isEmpty();
            assertThat(store.list("no/")).isEmpty();
            assertThat(store.list("")).isEmpty();
        }
    }

    @Test
    void aPartOfANameIsNoName() throws IOException {
        try (var store = open()) {
            store.put("blobs/abc.tar", file("x"));

            assertThat(store.open("blobs")).isEmpty();
            assertThat(store.size("blobs/abc")).isEmpty();
        }
    }

    @Test
    void aListIsOfAPrefixAndInOrder() throws IOException {
        try (var store = open()) {
            for (var name : new String[] {"logs/12/a", "logs/1/b", "logs/1/a/z", "logs/1/a-1", "blobs/1"}) {
                store.put(name, file(name));
            }
            assertThat(store.list("logs/1/"))
                    .extracting(ArtefactStore.Item::name)
                    .containsExactly("logs/1/a-1", "logs/1/a/z", "logs/1/b");
            assertThat(store.list("logs/1")).hasSize(4);
            assertThat(store.list("logs/1/a")).hasSize(2);
            assertThat(store.list("")).hasSize(5);
        }
    }

    @Test
    void aListIsWholeHoweverLong() throws Exception {
        try (var store = open();
                var threads = Executors.newFixedThreadPool(8)) {
            var work = new ArrayList<Callable<Boolean>>();
            for (int i = 0; i < 1_050; i++) {
                var name = "many/" + i;
                work.add(() -> store.put(name, file("x")));
            }
            for (var done : threads.invokeAll(work)) {
                assertThat(done.get()).isTrue();
            }
            assertThat(store.list("many/")).hasSize(1_050).doesNotHaveDuplicates();
        }
    }

    @Test
    void anyBytesPassUnchangedAlsoNone() throws IOException {
        var bytes = new byte[9 << 20];
        new Random(1).nextBytes(bytes);
        try (var store = open()) {
            store.put("large", Files.write(files.resolve("large"), bytes));
            store.put("empty", file(""));
            try (var in = store.open("large").orElseThrow()) {
                assertThat(in.readAllBytes()).isEqualTo(bytes);
            }
            assertThat(store.size("large")).hasValue(bytes.length);
            assertThat(text(store, "empty")).isEmpty();
            assertThat(store.size("empty")).hasValue(0);
        }
    }

    @Test
    void whatIsDeletedIsGoneForAllAndCanBePutAgain() throws IOException {
        try (var one = open();
                var other = open()) {
            one.put("a/b/c", file("1"));
            other.delete("a/b/c");
            other.delete("a/b/c");

            assertThat(one.open("a/b/c")).isEmpty();
            assertThat(one.list("")).isEmpty();
            assertThat(one.put("a/b/c", file("2"))).isTrue();
            assertThat(text(other, "a/b/c")).isEqualTo("2");
        }
    }

    @Test
    void ofManyWhoPutANameOneIsFirstAndItIsWhole() throws Exception {
        try (var store = open();
                var threads = Executors.newFixedThreadPool(8)) {
            var work = new ArrayList<Callable<Boolean>>();
            for (int i = 0; i < 16; i++) {
                var file = file(("" + (char) ('a' + i)).repeat(100_000));
                work.add(() -> store.put("contended", file));
            }
            for (var done : threads.invokeAll(work)) {
                done.get();
            }
            var text = text(store, "contended");
            assertThat(text).hasSize(100_000).isEqualTo(text.substring(0, 1).repeat(100_000));
        }
    }

    @Test
    void anOutageIsReportedAndPasses() throws IOException {
        try (var store = open()) {
            store.put("a", file("1"));
            outage(true);
            assertThatThrownBy(() -> store.put("b", file("2"))).isInstanceOf(IOException.class);
            assertThatThrownBy(() -> store.open("a")).isInstanceOf(IOException.class);
            assertThatThrownBy(() -> store.size("a")).isInstanceOf(IOException.class);
            assertThatThrownBy(() -> store.list("")).isInstanceOf(IOException.class);
            assertThatThrownBy(() -> store.delete("a")).isInstanceOf(IOException.class);
            outage(false);
            assertThat(text(store, "a")).isEqualTo("1");
            store.put("b", file("2"));
            assertThat(store.list("")).hasSize(2);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/a", "a/", "a//b", "../a", "a/./b", "a/..", "a b", "ä", "a\\b", "a\0b"})
    void whatIsNoNameIsRefused(String name) throws IOException {
        try (var store = open()) {
            assertThatThrownBy(() -> store.put(name, file("x"))).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> store.open(name)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> store.size(name)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> store.delete(name)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void itSaysWhatItIs() throws IOException {
        try (var store = open()) {
            assertThat(store.description()).isNotBlank();
        }
    }

    private Path file(String content) throws IOException {
        return Files.writeString(Files.createTempFile(files, "content-", ""), content);
    }

    private static String text(ArtefactStore store, String name) throws IOException {
        try (var in = store.open(name).orElseThrow()) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
