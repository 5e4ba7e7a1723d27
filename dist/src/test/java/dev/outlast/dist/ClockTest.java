package dev.outlast.dist;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/// Time and chance are handed in everywhere but where parts are wired together, and by the exceptions named here.
class ClockTest {
    /// Where parts are wired together, and doors where the wall clock is only shown.
    private static final String[] WIRING = {
        "dev.outlast.controller.Main", "dev.outlast.controller.service.", "dev.outlast.cli.", "dev.outlast.testkit."
    };

    private static final Map<String, String> EXCEPTIONS = Map.ofEntries(
            Map.entry("dev.outlast.controller.effects.ObserverLoop", "paces its own waiting; decides nothing"),
            Map.entry("dev.outlast.controller.effects.LogDriver", "paces its own pulling; decides nothing"),
            Map.entry("dev.outlast.controller.api.Relay", "paces its own waiting; a key must differ from all others"),
            Map.entry("dev.outlast.controller.api.AccessToken", "a secret is drawn from the system and nowhere else"),
            Map.entry("dev.outlast.controller.secret.KeyFile", "a secret is drawn from the system and nowhere else"),
            Map.entry("dev.outlast.controller.secret.SecretBox", "nonces are drawn from the system and nowhere else"),
            Map.entry("dev.outlast.controller.leader.KubernetesElection", "wires the election"),
            Map.entry("dev.outlast.provider.kubernetes.KubernetesLauncherFactory", "wires the launcher"),
            Map.entry("dev.outlast.provider.local.LocalLauncherFactory", "wires the launcher"),
            Map.entry("dev.outlast.provider.local.Maker", "a name for unfinished files, unique on disk"),
            Map.entry("dev.outlast.provider.local.ProcessNodes", "a contact line must differ from the last one"));

    @Test
    void timeAndChanceAreHandedIn() {
        var not = new NotAsk(Ambient.CLOCKS);
        var used = new TreeSet<String>();
        var found = new TreeMap<String, String>();
        for (var one : Product.classes()) {
            var name = Outside.outermost(one);
            for (var access : one.getAccessesFromSelf()) {
                if (!not.asks(access) || isWiring(name)) {
                    continue;
                }
                if (EXCEPTIONS.containsKey(name)) {
                    used.add(name);
                } else {
                    found.put(access.getDescription(), name);
                }
            }
        }
        assertThat(found.keySet())
                .as("code that asks for the time or for chance itself; take an InstantSource, a LongSupplier or a"
                        + " RandomGenerator, or name the class in EXCEPTIONS with the reason")
                .isEmpty();
        assertThat(EXCEPTIONS.keySet())
                .as("exceptions that nobody needs any more")
                .isEqualTo(used);
    }

    private static boolean isWiring(String name) {
        for (var prefix : WIRING) {
            if (name.startsWith(prefix)) {
                return true;
            }
        }
        return false;
    }
}
