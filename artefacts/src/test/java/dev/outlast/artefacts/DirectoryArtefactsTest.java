package dev.outlast.artefacts;

import dev.outlast.core.spi.ArtefactStore;
import dev.outlast.testkit.artefact.ArtefactStoreContract;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

final class DirectoryArtefactsTest extends ArtefactStoreContract {
    @TempDir
    private Path directory;

    @Override
    protected ArtefactStore open() throws IOException {
        return new DirectoryArtefacts(Files.createDirectories(directory.resolve("mounted")));
    }

    @Override
    protected void outage(boolean away) throws IOException {
        var mounted = directory.resolve("mounted");
        var elsewhere = directory.resolve("elsewhere");
        Files.move(away ? mounted : elsewhere, away ? elsewhere : mounted);
    }
}
