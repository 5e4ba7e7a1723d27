package dev.outlast.core.task;

import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;

/// Reads `job_recovery`: the name of a strategy, or a map.
final class RecoveryReader {
    private static final Map<String, RecoverySpec.Strategy> STRATEGIES = OrderedCopy.of(
            List.of("EAGER_NEXT_REGION", "FAILOVER", "none"),
            List.of(
                    RecoverySpec.Strategy.EAGER_NEXT_REGION,
                    RecoverySpec.Strategy.FAILOVER,
                    RecoverySpec.DEFAULT.strategy()));
    private static final int MAX_EXIT_CODE = 255;

    private RecoveryReader() {}

    static RecoverySpec read(Fields resources, Findings findings) {
        var tree = resources.get("job_recovery");
        if (tree.isEmpty() || tree.get() instanceof Tree.Leaf) {
            var strategy = resources.oneOf("job_recovery", STRATEGIES, RecoverySpec.DEFAULT.strategy());
            return new RecoverySpec(strategy, 0, new TreeSet<>());
        }
        var fields = resources.open("job_recovery", Section.RECOVERY);
        return new RecoverySpec(
                fields.oneOf("strategy", STRATEGIES, RecoverySpec.DEFAULT.strategy()),
                fields.whole("max_restarts_on_errors", 0, Integer.MAX_VALUE, 0),
                exitCodes(fields, findings));
    }

    private static SortedSet<Integer> exitCodes(Fields fields, Findings findings) {
        var codes = new TreeSet<Integer>();
        for (var leaf : fields.leaves("recover_on_exit_codes")) {
            switch (Fields.whole(leaf.text(), 0, MAX_EXIT_CODE)) {
                case Reading.Good<Integer>(Integer code) when codes.add(code) -> {}
                case Reading.Good<Integer>(Integer code) ->
                    findings.problem(leaf.at(), "exit code " + code + " is given twice");
                case Reading.Bad<Integer>(String expected) ->
                    findings.problem(leaf.at(), "found " + leaf.found() + "; expected " + expected);
            }
        }
        return codes;
    }
}
