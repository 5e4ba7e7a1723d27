package dev.outlast.controller.service;

import dev.outlast.artefacts.Probe;
import dev.outlast.core.spi.ArtefactStore;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// Uses the place of shared files only after it was seen that it can be used, and that it is this installation's: at
/// the start, or, when it was away then, before the first call that comes through.
final class CheckedArtefacts implements ArtefactStore {
    private final ArtefactStore place;
    private final String installation;
    private final SecureRandom random = new SecureRandom();
    private volatile boolean usable;

    CheckedArtefacts(ArtefactStore place, String installation) {
        this.place = place;
        this.installation = installation;
    }

    /// Looks whether everything works that will be asked of it.
    void check() throws IOException {
        Probe.check(place, random);
        Probe.claim(place, installation);
        usable = true;
    }

    private ArtefactStore usable() throws IOException {
        if (!usable) {
            check();
        }
        return place;
    }

    @Override
    public String description() {
        return place.description();
    }

    @Override
    public boolean put(String name, Path content) throws IOException {
        return usable().put(name, content);
    }

    @Override
    public Optional<InputStream> open(String name) throws IOException {
        return usable().open(name);
    }

    @Override
    public OptionalLong size(String name) throws IOException {
        return usable().size(name);
    }

    @Override
    public List<Item> list(String prefix) throws IOException {
        return usable().list(prefix);
    }

    @Override
    public void delete(String name) throws IOException {
        usable().delete(name);
    }

    @Override
    public void close() {
        place.close();
    }
}
