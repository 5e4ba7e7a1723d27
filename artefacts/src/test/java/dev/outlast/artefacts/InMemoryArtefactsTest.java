package dev.outlast.artefacts;

import dev.outlast.core.spi.ArtefactStore;
import dev.outlast.testkit.artefact.ArtefactStoreContract;
import dev.outlast.testkit.artefact.InMemoryArtefacts;

final class InMemoryArtefactsTest extends ArtefactStoreContract {
    private final InMemoryArtefacts first = new InMemoryArtefacts();

    @Override
    protected ArtefactStore open() {
        return first.beside();
    }

    @Override
    protected void outage(boolean away) {
        first.away(away);
    }
}
