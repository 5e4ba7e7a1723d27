package dev.outlast.controller.api;

import dev.outlast.controller.access.Identity;
import dev.outlast.core.access.Role;

/// What a route asks of whoever comes. Every route has one; what is whose is asked by [Rights].
public enum Need {
    /// Nothing at all.
    NOTHING,
    /// To see everything is everybody's right who may come in.
    SEE,
    /// Ends what one began oneself, and changes no job.
    OWN,
    /// Changes jobs, or brings what they are made of.
    CHANGE,
    /// Changes, or tells, what concerns all.
    RULE;

    boolean allows(Identity who) {
        return this == NOTHING || who.has(role());
    }

    /// Whether it is written down who did it.
    boolean isKept() {
        return switch (this) {
            case NOTHING, SEE -> false;
            case OWN, CHANGE, RULE -> true;
        };
    }

    /// The least that is enough.
    Role role() {
        return switch (this) {
            case NOTHING, SEE, OWN -> Role.VIEWER;
            case CHANGE -> Role.USER;
            case RULE -> Role.ADMIN;
        };
    }
}
