package dev.outlast.provider.local;

import dev.outlast.core.job.Token;
import java.util.TreeMap;

/// Gives every node an address of its own out of 127.64.0.0/10, so that ranks can listen on the same port. Which
/// one
/// follows from the token; what is taken is passed over. Not thread-safe: the ledger's lock guards it.
final class LoopbackAddresses {
    private static final int FIRST = 127 << 24 | 64 << 16;
    private static final int COUNT = 1 << 22;

    private final TreeMap<Integer, Integer> taken = new TreeMap<>();

    /// The first of `nodes` consecutive free addresses.
    int choose(Token token, int nodes) {
        var start = (int) Math.floorMod(PreemptionDraw.fingerprint(token.text()), (long) (COUNT - nodes));
        for (var tries = 0; tries < COUNT; tries++) {
            var next = nextAfterOverlap(start, nodes);
            if (next == start) {
                return FIRST + start;
            }
            start = next + nodes > COUNT ? 0 : next;
        }
        throw new IllegalStateException("no loopback address is free");
    }

    private int nextAfterOverlap(int start, int nodes) {
        var before = taken.floorEntry(start + nodes - 1);
        return before != null && before.getKey() + before.getValue() > start
                ? before.getKey() + before.getValue()
                : start;
    }

    void take(int address, int nodes) {
        taken.put(address - FIRST, nodes);
    }

    void free(int address) {
        taken.remove(address - FIRST);
    }

    void clear() {
        taken.clear();
    }

    static String text(int address) {
        return (address >>> 24) + "." + (address >>> 16 & 255) + "." + (address >>> 8 & 255) + "." + (address & 255);
    }
}
