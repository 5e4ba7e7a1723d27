package dev.outlast.controller.codec;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;

/// Carries members that this version does not know from the text that was read to the text that is written.
///
/// Every known member is always written, so a member of the old text that the fresh one lacks is an unknown one.
/// It is
/// carried only where it cannot come to describe something else than it was written for.
final class UnknownMembers {
    /// What makes a phase, an attempt or a leftover the same one as before.
    private static final List<String> IDENTITY = List.of("is", "attempt", "since", "until", "at");

    private UnknownMembers() {}

    static void keep(JsonNode old, ObjectNode fresh) {
        carry(old, fresh, "tasks");
        var oldTasks = old.path("tasks");
        var tasks = (ArrayNode) fresh.get("tasks");
        for (var i = 0; i < tasks.size() && i < oldTasks.size(); i++) {
            task(oldTasks.get(i), (ObjectNode) tasks.get(i));
        }
    }

    private static void task(JsonNode old, ObjectNode fresh) {
        carry(old, fresh, "ledger", "phase", "leftovers");
        var oldLedger = old.path("ledger");
        var ledger = (ObjectNode) fresh.get("ledger");
        carry(oldLedger, ledger, "seals");
        sameAttempts(oldLedger.path("seals"), (ArrayNode) ledger.get("seals"));
        var phase = (ObjectNode) fresh.get("phase");
        if (isSame(old.path("phase"), phase)) {
            part(old.path("phase"), phase);
        }
        sameAttempts(old.path("leftovers"), (ArrayNode) fresh.get("leftovers"));
    }

    private static void sameAttempts(JsonNode old, ArrayNode fresh) {
        for (var node : fresh) {
            for (var was : old) {
                if (was.path("attempt").equals(node.get("attempt"))) {
                    part(was, (ObjectNode) node);
                }
            }
        }
    }

    /// A part that is the same one as before, although some of its members may have changed.
    private static void part(JsonNode old, ObjectNode fresh) {
        carry(old, fresh, "live");
        if (fresh.get("live") instanceof ObjectNode live && isSame(old.path("live"), live)) {
            part(old.path("live"), live);
        }
    }

    /// Copies unknown members, and puts back whole those values that did not change.
    ///
    /// @param parts members that the caller looks into by itself
    private static void carry(JsonNode old, ObjectNode fresh, String... parts) {
        for (Map.Entry<String, JsonNode> member : old.properties()) {
            var now = fresh.get(member.getKey());
            if (now == null || (!List.of(parts).contains(member.getKey()) && covers(member.getValue(), now))) {
                fresh.set(member.getKey(), member.getValue());
            }
        }
    }

    private static boolean isSame(JsonNode old, ObjectNode fresh) {
        return IDENTITY.stream().allMatch(name -> fresh.path(name).equals(old.path(name)))
                && fresh.path("live").path("attempt").equals(old.path("live").path("attempt"));
    }

    /// Whether `old` says everything that `fresh` says, and maybe more.
    private static boolean covers(JsonNode old, JsonNode fresh) {
        if (!fresh.isObject()) {
            return fresh.equals(old);
        }
        return fresh.properties().stream()
                .allMatch(m -> old.has(m.getKey()) && covers(old.get(m.getKey()), m.getValue()));
    }
}
