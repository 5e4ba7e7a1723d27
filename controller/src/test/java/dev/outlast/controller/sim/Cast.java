package dev.outlast.controller.sim;

import java.util.Optional;

/// The controllers of a simulation, and what befalls them.
interface Cast {
    void begin();

    /// The newest leader that lives; an older one may believe that it leads as well.
    Optional<SimController> leader();

    /// Anybody who believes that it leads: clients do not know better.
    Optional<SimController> anyLeader();

    /// Something happens to a controller, or to what several of them share.
    void strike();

    /// Those that stay down, because something must be looked at first, are started.
    void startAll();

    /// Nothing fails any more; whoever leads is killed once more, and what was broken comes back.
    void calm();
}
