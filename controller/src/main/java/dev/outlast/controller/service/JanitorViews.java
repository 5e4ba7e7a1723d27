package dev.outlast.controller.service;

import dev.outlast.controller.api.JanitorView;
import dev.outlast.controller.effects.Janitor;

/// What the janitor saw, for the door.
final class JanitorViews {
    private JanitorViews() {}

    static JanitorView of(Janitor.Report report) {
        return new JanitorView(
                report.at(),
                report.apart(),
                report.released(),
                report.providers().stream()
                        .map(p -> new JanitorView.Provider(p.provider(), p.owned(), p.foreign(), p.problem()))
                        .toList(),
                report.things().stream()
                        .map(t -> new JanitorView.Thing(
                                t.resource().handle().provider(),
                                t.resource().token().text(),
                                t.resource().epoch(),
                                t.resource().description(),
                                t.standing().name(),
                                t.since(),
                                t.orphan()))
                        .toList());
    }
}
