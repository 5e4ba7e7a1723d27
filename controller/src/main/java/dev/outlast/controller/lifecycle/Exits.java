package dev.outlast.controller.lifecycle;

/// The door every live attempt leaves by.
final class Exits {
    private Exits() {}

    static Phase.Releasing release(Live live, After after, Situation in) {
        return new Phase.Releasing(
                live.number(), live.offer(), new Held.ByHandle(live.handle()), after, in.now(), 0, in.now());
    }
}
