package dev.outlast.controller.access;

import dev.outlast.core.access.Role;
import dev.outlast.core.job.Owner;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Objects;
import java.util.Optional;

/// Who asks, as far as this controller knows.
///
/// @param user as jobs have it; empty where the request itself says whose it is
/// @param role empty for somebody who may only ask whether this controller lives
/// @param way how they came in: `open`, `local`, or the id of a token
public record Identity(String user, Optional<Role> role, String way) {
    /// Through an open door: whoever can connect.
    public static final Identity OPEN = new Identity("", Optional.of(Role.ADMIN), "open");

    /// With the token in the home of this controller.
    public static final Identity LOCAL = new Identity("", Optional.of(Role.ADMIN), "local");

    public static final Identity NOBODY = new Identity("", Optional.empty(), "none");

    private static final int ID_BYTES = 4;

    public Identity {
        Objects.requireNonNull(user);
        Objects.requireNonNull(role);
        Objects.requireNonNull(way);
    }

    public static Identity of(String user, Role role, String token) {
        return new Identity(user, Optional.of(role), token);
    }

    /// The user that a name stands for. Clients of both protocols are to be the same user, so everybody has an id,
    /// also who has never chosen one.
    public static Owner owner(String name) {
        var given = Owner.of(name);
        if (!given.id().isEmpty()) {
            return given;
        }
        var digest = Sha256.of(name.getBytes(StandardCharsets.UTF_8));
        return new Owner(name, HexFormat.of().formatHex(digest, 0, ID_BYTES));
    }

    /// Whether this controller knows whose the request is; what the request says does not count then.
    public boolean isNamed() {
        return !user.isEmpty();
    }

    public boolean has(Role needed) {
        return role.isPresent() && role.get().includes(needed);
    }

    /// Whether they may touch what is this user's.
    public boolean mayTouch(String owner) {
        if (has(Role.ADMIN)) {
            return true;
        }
        var mine = Owner.of(user).id();
        return isNamed()
                && (owner.equals(user)
                        || (!mine.isEmpty() && mine.equals(Owner.of(owner).id())));
    }
}
