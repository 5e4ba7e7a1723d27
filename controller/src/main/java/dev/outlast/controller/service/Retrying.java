package dev.outlast.controller.service;

import dev.outlast.controller.api.Answer;
import dev.outlast.controller.api.SubmitRequest;
import dev.outlast.controller.spec.SpecTexts;
import dev.outlast.core.store.JobRow;
import dev.outlast.core.store.StoreException;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// The request that submits an ended job's text once more.
final class Retrying {
    private Retrying() {}

    /// Secrets were removed when the job ended, so they are given again.
    ///
    /// @param secrets by name
    static Answer<SubmitRequest> request(
            Installation installation, JobRow row, Map<String, String> secrets, String key, String user)
            throws StoreException {
        var stored = installation.store().spec(row.specHash());
        if (stored.isEmpty()) {
            return Answer.Refused.because("the text of job " + row.id() + " is not stored any more");
        }
        var source = SpecTexts.read(stored.get(), name -> secrets.getOrDefault(name, ""));
        var needed = new TreeSet<>(source.overrides().secrets().keySet());
        var missing = new TreeSet<>(needed);
        missing.removeAll(secrets.keySet());
        if (!missing.isEmpty()) {
            return Answer.Refused.because("job " + row.id()
                    + " had secrets, which are removed when a job ends; give them again: "
                    + missing.stream()
                            .map(name -> "--secret " + name + "=VALUE")
                            .collect(Collectors.joining(" ")));
        }
        var foreign = new TreeSet<>(secrets.keySet());
        foreign.removeAll(needed);
        if (!foreign.isEmpty()) {
            return Answer.Refused.because("job " + row.id() + " had no secret called " + String.join(", ", foreign));
        }
        return new Answer.Done<>(new SubmitRequest(
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
