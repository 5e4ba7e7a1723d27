package dev.outlast.core.job;

import java.util.Objects;
import java.util.Optional;

/// The name of one attempt in the whole world: `installation.incarnation/job/task/attempt`.
///
/// Launchers tag what they make with it and adopt what already carries it. Attempt numbers are never reused, and
/// every restore of a backup raises the incarnation, so a token names one attempt for ever.
///
/// @param installation letters and digits, made once when the installation was created
/// @param incarnation from 1; raised by every restore of a backup
/// @param task 0-based index of the task in its job
/// @param attempt from 1
public record Token(String installation, int incarnation, JobId job, int task, int attempt) {
    public Token {
        Objects.requireNonNull(job);
        if (!isName(installation)) {
            throw new IllegalArgumentException("installation must match [a-z0-9]{1,32}: " + installation);
        }
        if (incarnation < 1 || task < 0 || attempt < 1) {
            throw new IllegalArgumentException(
                    "incarnation and attempt start at 1, task at 0: " + incarnation + "/" + task + "/" + attempt);
        }
    }

    // By hand: tokens are made several times for each call to a launcher, and a pattern costs as much as the call.
    private static boolean isName(String installation) {
        for (var i = 0; i < installation.length(); i++) {
            var c = installation.charAt(i);
            if ((c < 'a' || c > 'z') && (c < '0' || c > '9')) {
                return false;
            }
        }
        return !installation.isEmpty() && installation.length() <= 32;
    }

    // Both by hand: thousands of tokens are looked up every second.
    @Override
    public boolean equals(Object other) {
        return this == other
                || (other instanceof Token token
                        && job.value() == token.job.value()
                        && task == token.task
                        && attempt == token.attempt
                        && incarnation == token.incarnation
                        && installation.equals(token.installation));
    }

    @Override
    public int hashCode() {
        return (Long.hashCode(job.value()) * 31 + task) * 31 + attempt;
    }

    /// The text form, stable for ever: `inst.1/12/0/3`.
    public String text() {
        return installation + "." + incarnation + "/" + job + "/" + task + "/" + attempt;
    }

    /// The text form without slashes, for names of files and directories: `inst.1-12-0-3`.
    public String fileName() {
        return text().replace('/', '-');
    }

    /// Reads [#text()] or [#fileName()]; empty when it is neither.
    public static Optional<Token> parse(String text) {
        var parts = text.replace('-', '/').split("/", -1);
        var dot = parts.length == 4 ? parts[0].indexOf('.') : -1;
        if (dot < 1) {
            return Optional.empty();
        }
        try {
            return Optional.of(new Token(
                    parts[0].substring(0, dot),
                    Integer.parseInt(parts[0].substring(dot + 1)),
                    new JobId(Long.parseLong(parts[1])),
                    Integer.parseInt(parts[2]),
                    Integer.parseInt(parts[3])));
        } catch (IllegalArgumentException malformed) {
            return Optional.empty();
        }
    }

    @Override
    public String toString() {
        return text();
    }
}
