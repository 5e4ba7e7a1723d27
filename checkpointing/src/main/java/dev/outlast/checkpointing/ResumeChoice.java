package dev.outlast.checkpointing;

import dev.outlast.core.checkpoint.Manifest;
import dev.outlast.core.checkpoint.Seal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.TreeMap;

/// The rule by which the next attempt resumes; `docs/checkpoint-format.md` states it for people.
///
/// An attempt that was declared dead may write on where nobody sees it. So when an attempt is released its newest
/// complete checkpoint is sealed, and what it publishes above its seal never counts.
public final class ResumeChoice {
    /// How many seals a task keeps.
    public static final int MAX_SEALS = 16;

    private static final Comparator<Candidate> NEWEST_FIRST = Comparator.comparingLong(
                    (Candidate c) -> c.manifest().seq())
            .thenComparingInt(c -> c.manifest().attempt())
            .reversed();

    private ResumeChoice() {}

    /// A manifest and the bucket prefix it was found under.
    public record Candidate(String bucketUrl, Manifest manifest) {
        public Candidate {
            Objects.requireNonNull(bucketUrl);
            Objects.requireNonNull(manifest);
        }
    }

    /// The manifests that count, in the order to try them: highest `seq` first, then the later attempt, then the
    /// order
    /// given. The first one that proves complete is the resume point; later ones need not be looked at.
    ///
    /// @param lastAttempt the attempt just released, 0 before the first: all it has counts, unless it is sealed
    public static List<Candidate> candidates(Collection<Candidate> found, List<Seal> seals, int lastAttempt) {
        Map<Integer, Long> sealed = byAttempt(seals);
        return found.stream()
                .filter(one -> counts(one.manifest(), sealed, lastAttempt))
                .sorted(NEWEST_FIRST)
                .toList();
    }

    /// The seals to record with the choice: the old ones, and one for the attempt just released if it has a
    /// complete
    /// checkpoint. A seal is never raised. At most [#MAX_SEALS] stay: those of the latest attempts, and in any case
    /// that of the attempt which wrote the chosen checkpoint.
    ///
    /// @param lastSeq the highest complete `seq` of the attempt just released
    /// @param chosenAttempt which attempt wrote the checkpoint that was chosen
    public static List<Seal> seals(
            List<Seal> before, int lastAttempt, OptionalLong lastSeq, OptionalInt chosenAttempt) {
        NavigableMap<Integer, Long> sealed = byAttempt(before);
        lastSeq.ifPresent(seq -> sealed.putIfAbsent(lastAttempt, seq));
        List<Seal> kept = new ArrayList<>();
        sealed.descendingMap().forEach((attempt, seq) -> {
            boolean chosenComesLater = chosenAttempt.isPresent()
                    && chosenAttempt.getAsInt() < attempt
                    && sealed.containsKey(chosenAttempt.getAsInt());
            int room = chosenComesLater ? MAX_SEALS - 1 : MAX_SEALS;
            if (kept.size() < room) {
                kept.add(new Seal(attempt, seq));
            }
        });
        return List.copyOf(kept.reversed());
    }

    private static boolean counts(Manifest manifest, Map<Integer, Long> sealed, int lastAttempt) {
        Long seal = sealed.get(manifest.attempt());
        if (manifest.attempt() > lastAttempt) {
            return false;
        }
        return seal == null ? manifest.attempt() == lastAttempt : manifest.seq() <= seal;
    }

    private static NavigableMap<Integer, Long> byAttempt(List<Seal> seals) {
        NavigableMap<Integer, Long> sealed = new TreeMap<>();
        for (Seal seal : seals) {
            sealed.merge(seal.attempt(), seal.seq(), Math::min);
        }
        return sealed;
    }
}
