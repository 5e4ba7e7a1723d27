package dev.outlast.dist;

import java.util.List;
import java.util.Set;

/// A way to learn or change something that was not handed in.
///
/// @param owner the class
/// @param members its methods, `<init>` for constructors; empty for all
record Ambient(String owner, Set<String> members) {
    Ambient {
        members = Set.copyOf(members);
    }

    private static Ambient of(String owner, String... members) {
        return new Ambient(owner, Set.of(members));
    }

    /// Time and chance: handed in as `InstantSource` and `RandomGenerator`, so that a simulator can own them.
    static final List<Ambient> CLOCKS = List.of(
            of("java.lang.System", "nanoTime", "currentTimeMillis"),
            of("java.time.Instant", "now"),
            of("java.time.LocalDate", "now"),
            of("java.time.LocalDateTime", "now"),
            of("java.time.OffsetDateTime", "now"),
            of("java.time.ZonedDateTime", "now"),
            of("java.time.Clock", "systemUTC", "systemDefaultZone", "system"),
            of("java.time.InstantSource", "system"),
            of("java.lang.Math", "random"),
            of("java.util.UUID", "randomUUID"),
            of("java.util.Random", "<init>"),
            of("java.security.SecureRandom", "<init>"),
            of("java.util.concurrent.ThreadLocalRandom"));

    /// What pure code has no business with besides.
    static final List<Ambient> REST = List.of(
            of("java.lang.System"),
            of("java.lang.Runtime"),
            of("java.lang.Thread"),
            of("java.lang.Process"),
            of("java.lang.ProcessBuilder"),
            of("java.time.ZoneId", "systemDefault"),
            of("java.util.Locale", "getDefault"),
            of("java.util.Timer"),
            of("java.util.ServiceLoader"));

    boolean is(String className, String member) {
        return owner.equals(className) && (members.isEmpty() || members.contains(member));
    }
}
