package dev.outlast.controller.service;

import dev.outlast.controller.api.Answer;
import dev.outlast.controller.api.RehearsalView;
import dev.outlast.controller.effects.Launchers;
import dev.outlast.core.spi.Launcher;
import dev.outlast.core.spi.LauncherException;
import dev.outlast.core.spi.Rehearsal;
import java.util.List;
import java.util.Map;

/// Faults on command, where a launcher offers them.
final class Rehearsals {
    private final Launchers launchers;

    Rehearsals(Launchers launchers) {
        this.launchers = launchers;
    }

    List<RehearsalView> all() {
        return launchers.all().stream()
                .filter(l -> l instanceof Rehearsal)
                .map(l -> new RehearsalView(l.provider(), ((Rehearsal) l).verbs()))
                .toList();
    }

    Answer<String> perform(String provider, String verb, Map<String, String> arguments) {
        try {
            Launcher launcher = launchers.get(provider);
            return launcher instanceof Rehearsal rehearsal
                    ? new Answer.Done<>(rehearsal.perform(verb, arguments))
                    : Answer.Refused.because("provider " + provider + " cannot be told to fail");
        } catch (IllegalArgumentException | LauncherException wrong) {
            return Answer.Refused.because(String.valueOf(wrong.getMessage()));
        }
    }
}
