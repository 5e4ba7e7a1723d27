package dev.outlast.artefacts;

import dev.outlast.core.spi.ArtefactStore;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.HexFormat;
import java.util.random.RandomGenerator;

/// Asks an artefact store for everything that will be asked of it, with an object of a few bytes.
public final class Probe {
    /// Whose store it is, so that two installations do not share one by mistake.
    private static final String OWNER = "installation/";

    private Probe() {}

    /// @param random for a name that no other controller uses at this moment
    /// @throws IOException the first thing that is not possible, see [ArtefactStore]
    public static void check(ArtefactStore store, RandomGenerator random) throws IOException {
        var name = "probe/" + HexFormat.of().toHexDigits(random.nextLong());
        var file = Files.createTempFile("outlast-probe-", "");
        try {
            Files.writeString(file, name);
            // First what sends nothing: where the bucket is missing, it says so the most clearly.
            var _ = store.list(name);
            store.put(name, file);
            try {
                try (var in = store.open(name).orElseThrow(() -> missing(store))) {
                    if (!new String(in.readAllBytes(), StandardCharsets.UTF_8).equals(name)) {
                        throw missing(store);
                    }
                }
                if (store.list(name).isEmpty()) {
                    throw missing(store);
                }
            } finally {
                store.delete(name);
            }
        } finally {
            Files.deleteIfExists(file);
        }
    }

    private static IOException missing(ArtefactStore store) {
        return new IOException(
                store.description() + " does not give back at once what was put into it; such a store cannot be used");
    }

    /// Marks the store as this installation's, once.
    ///
    /// @throws ArtefactStore.Refused when it is another's
    public static void claim(ArtefactStore store, String installation) throws IOException {
        var found = store.list(OWNER);
        if (found.isEmpty()) {
            var empty = Files.createTempFile("outlast-probe-", "");
            try {
                store.put(OWNER + installation, empty);
            } finally {
                Files.deleteIfExists(empty);
            }
            found = store.list(OWNER);
        }
        for (var owner : found) {
            var other = owner.name().substring(OWNER.length());
            if (!other.equals(installation)) {
                throw new ArtefactStore.Refused(
                        store.description() + " belongs to installation " + other + ", and this one is " + installation
                                + "; give each its own bucket or prefix",
                        new IOException(owner.name()));
            }
        }
    }
}
