package dev.outlast.controller.service;

import dev.outlast.controller.effects.AheadOfUs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.UUID;

/// A copied home on the same machine has the same jobs, the same processes and the same provider's records: two
/// controllers would end each other's. So a home remembers where it is, under a name of its own: one that finds its
/// name at the
/// place it came from is a copy. A home that was moved is not.
final class HomeIdentity {
    private static final String FILE = "home-id";

    private HomeIdentity() {}

    /// Called with the data directory held.
    ///
    /// @throws AheadOfUs this home is a copy of one that is still there
    static void claim(Path data) throws IOException, AheadOfUs {
        var file = data.resolve(FILE);
        var here = data.toRealPath().toString();
        var name = UUID.randomUUID().toString();
        if (Files.exists(file)) {
            var lines = Files.readAllLines(file);
            if (lines.size() == 2) {
                name = lines.get(0);
                var origin = Path.of(lines.get(1));
                if (lines.get(1).equals(here)) {
                    return;
                }
                if (isNamed(origin, name) && !Files.isSameFile(origin, data)) {
                    throw new AheadOfUs(here + " is a copy of " + origin + ", which is still there: two controllers of"
                            + " one installation would end each other's jobs. Remove one of both directories, or"
                            + " restore a backup into a new home");
                }
            }
        }
        var next = data.resolve(FILE + ".new");
        Files.writeString(next, name + "\n" + here + "\n");
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
    }

    /// The beginning of its name, for people.
    ///
    /// @param data of a home that was claimed
    static String shortName(Path data) throws IOException {
        return Files.readAllLines(data.resolve(FILE)).getFirst().substring(0, 8);
    }

    private static boolean isNamed(Path data, String name) throws IOException {
        var file = data.resolve(FILE);
        return Files.isReadable(file) && Files.readAllLines(file).contains(name);
    }
}
