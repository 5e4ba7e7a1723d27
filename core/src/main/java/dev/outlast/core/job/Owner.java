package dev.outlast.core.job;

import java.util.Objects;
import java.util.regex.Pattern;

/// Whose job it is, as one text: `ann`, or `ann@fcd1e5cf` where the client has an id of its own for its user. Two
/// people called `root` on two machines are two users.
///
/// @param id empty for none
public record Owner(String name, String id) {
    private static final Pattern WITH_ID = Pattern.compile("(.+)@([0-9a-f]{8})");

    public Owner {
        Objects.requireNonNull(name);
        Objects.requireNonNull(id);
    }

    /// Total: any text is somebody.
    public static Owner of(String user) {
        if (user.indexOf('@') < 0) {
            return new Owner(user, "");
        }
        var match = WITH_ID.matcher(user);
        return match.matches() ? new Owner(match.group(1), match.group(2)) : new Owner(user, "");
    }

    @Override
    public String toString() {
        return id.isEmpty() ? name : name + "@" + id;
    }
}
