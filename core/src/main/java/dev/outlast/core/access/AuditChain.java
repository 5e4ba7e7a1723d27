package dev.outlast.core.access;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;

/// How lines of the audit log hang together: each is a JSON object whose last two members are the hash of the line
/// before and its own, so that no line can be changed, taken out or put in without all that follow being wrong.
public final class AuditChain {
    /// Before the first line.
    public static final String START = "0".repeat(64);

    private static final Pattern TAIL =
            Pattern.compile("(?s)(\\{.*),\"prev\":\"([0-9a-f]{64})\",\"hash\":\"([0-9a-f]{64})\"\\}");

    private AuditChain() {}

    /// A line that is what it was written as.
    ///
    /// @param previous hash of the line before
    public record Link(String previous, String hash) {}

    /// @param fields a JSON object without its last brace, on one line and not empty
    /// @param previous hash of the line before
    public static String seal(String fields, String previous) {
        var chained = fields + ",\"prev\":\"" + previous + "\"";
        return chained + ",\"hash\":\"" + sha256(chained) + "\"}";
    }

    /// Empty for a line that is not as it was written.
    public static Optional<Link> read(String line) {
        var tail = TAIL.matcher(line);
        if (!tail.matches()) {
            return Optional.empty();
        }
        var link = new Link(tail.group(2), tail.group(3));
        boolean whole = seal(tail.group(1), link.previous()).equals(line);
        return whole ? Optional.of(link) : Optional.empty();
    }

    private static String sha256(String text) {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException absent) {
            throw new IllegalStateException("every Java has SHA-256", absent);
        }
    }
}
