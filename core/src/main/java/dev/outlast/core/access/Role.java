package dev.outlast.core.access;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/// What somebody may do. Each may do what those before it may.
public enum Role {
    /// Sees everything, changes nothing.
    VIEWER,
    /// Submits jobs, and changes their own.
    USER,
    /// Changes everybody's jobs, and the installation.
    ADMIN;

    public boolean includes(Role other) {
        return compareTo(other) >= 0;
    }

    /// As it is written: `viewer`.
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// Empty for a text that names no role.
    public static Optional<Role> of(String text) {
        return Stream.of(values()).filter(role -> role.text().equals(text)).findFirst();
    }
}
