package dev.outlast.controller.service;

import dev.outlast.controller.api.SubmitRequest;
import dev.outlast.controller.spec.SpecTexts;
import dev.outlast.core.store.JobRow;
import dev.outlast.core.store.StoreException;
import java.util.Optional;

/// The request that submits an ended job's text once more.
final class Retrying {
    private Retrying() {}

    /// Empty when the text needs secrets, which are gone.
    static Optional<SubmitRequest> request(Installation installation, JobRow row, String key, String user)
            throws StoreException {
        var stored = installation.store().spec(row.specHash());
        if (stored.isEmpty()) {
            return Optional.empty();
        }
        var source = SpecTexts.read(stored.get());
        if (!source.overrides().secrets().isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new SubmitRequest(
                source.text(),
                source.command(),
                source.overrides(),
                source.blobs(),
                1,
                key,
                SpecTexts.hash("retry of " + row.id()),
                user));
    }
}
