package dev.outlast.testkit.artefact;

import dev.outlast.core.spi.ArtefactStore;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/// The outside in memory. All objects that [#beside] makes see the same, as controllers see one bucket. It can go
/// away, and it can refuse to be written.
public final class InMemoryArtefacts implements ArtefactStore {
    private final Outside outside;

    private static final class Outside {
        private final TreeMap<String, byte[]> files = new TreeMap<>();
        private boolean away;
        private boolean readOnly;
        private long puts;
    }

    public InMemoryArtefacts() {
        this(new Outside());
    }

    private InMemoryArtefacts(Outside outside) {
        this.outside = outside;
    }

    /// Another controller's view of the same.
    public InMemoryArtefacts beside() {
        return new InMemoryArtefacts(outside);
    }

    /// From now on nobody reaches it, or everybody does again.
    public void away(boolean away) {
        synchronized (outside) {
            outside.away = away;
        }
    }

    /// From now on it refuses to be changed, or does not.
    public void readOnly(boolean readOnly) {
        synchronized (outside) {
            outside.readOnly = readOnly;
        }
    }

    /// How many files were put into it.
    public long puts() {
        synchronized (outside) {
            return outside.puts;
        }
    }

    @Override
    public String description() {
        return "memory";
    }

    @Override
    public boolean put(String name, Path content) throws IOException {
        ArtefactStore.checkName(name);
        var bytes = Files.readAllBytes(content);
        synchronized (outside) {
            change();
            if (outside.files.putIfAbsent(name, bytes) != null) {
                return false;
            }
            outside.puts++;
            return true;
        }
    }

    @Override
    public Optional<InputStream> open(String name) throws IOException {
        ArtefactStore.checkName(name);
        synchronized (outside) {
            reach();
            return Optional.ofNullable(outside.files.get(name)).map(ByteArrayInputStream::new);
        }
    }

    @Override
    public OptionalLong size(String name) throws IOException {
        ArtefactStore.checkName(name);
        synchronized (outside) {
            reach();
            var found = outside.files.get(name);
            return found == null ? OptionalLong.empty() : OptionalLong.of(found.length);
        }
    }

    @Override
    public List<Item> list(String prefix) throws IOException {
        synchronized (outside) {
            reach();
            return outside.files.entrySet().stream()
                    .filter(file -> file.getKey().startsWith(prefix))
                    .map(file -> new Item(file.getKey(), Objects.requireNonNull(file.getValue()).length, Instant.EPOCH))
                    .toList();
        }
    }

    @Override
    public void delete(String name) throws IOException {
        ArtefactStore.checkName(name);
        synchronized (outside) {
            change();
            outside.files.remove(name);
        }
    }

    private void change() throws IOException {
        reach();
        if (outside.readOnly) {
            throw new Refused("it can only be read", new IOException("scripted"));
        }
    }

    private void reach() throws IOException {
        if (outside.away) {
            throw new IOException("nobody answers");
        }
    }

    @Override
    public void close() {}
}
