package dev.outlast.dist;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.source.tree.CaseTree;
import com.sun.source.tree.ConstantCaseLabelTree;
import com.sun.source.tree.DefaultCaseLabelTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.PatternCaseLabelTree;
import com.sun.source.tree.SwitchExpressionTree;
import com.sun.source.tree.SwitchTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.TreeScanner;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Switches over our own types name every case: then a new variant is an error of the compiler and not of the
/// night.
///
/// Best effort, from the text alone: a switch with a type pattern or with an enum's constant has no `default`.
/// Switches
/// over text and numbers are free.
class TotalSwitchTest {
    /// Switches over types that are not ours to close.
    private static final Map<String, String> EXCEPTIONS = Map.of(
            "controller/src/main/java/dev/outlast/controller/engine/AttemptLog.java",
                    "asked only in phases with a live attempt; any other phase is a bug and thrown as one",
            "job-cli/src/main/java/dev/outlast/cli/client/Json.java", "tokens and nodes of Jackson are not ours",
            "core/src/main/java/dev/outlast/core/task/SecretScalars.java", "nodes of snakeyaml are not sealed",
            "core/src/main/java/dev/outlast/core/task/TreeBuilder.java", "nodes of snakeyaml are not sealed",
            "controller/src/main/java/dev/outlast/controller/config/Flattened.java", "trees of snakeyaml are Object");

    @Test
    void nameEveryCase() {
        var found = new TreeMap<String, String>();
        for (var file : SourceFile.all()) {
            if (file.isTest()) {
                continue;
            }
            SourceRulesTest.scan(file, new TreeScanner<>() {
                @Override
                public @Nullable Void visitSwitch(SwitchTree node, @Nullable Void nothing) {
                    look(node, node.getCases());
                    return super.visitSwitch(node, null);
                }

                @Override
                public @Nullable Void visitSwitchExpression(SwitchExpressionTree node, @Nullable Void nothing) {
                    look(node, node.getCases());
                    return super.visitSwitchExpression(node, null);
                }

                private void look(Tree node, List<? extends CaseTree> cases) {
                    if (closes(cases) && hasDefault(cases)) {
                        found.put(file.at(file.firstLine(node)), file.path());
                    }
                }
            });
        }
        var used = new TreeSet<>(found.values());
        found.values().removeIf(EXCEPTIONS::containsKey);
        assertThat(found.keySet())
                .as("switches over types or enum constants that hide new variants behind a default")
                .isEmpty();
        assertThat(used).as("exceptions that nobody needs any more").containsAll(EXCEPTIONS.keySet());
    }

    private static boolean closes(List<? extends CaseTree> cases) {
        return cases.stream()
                .flatMap(c -> c.getLabels().stream())
                .anyMatch(label -> label instanceof PatternCaseLabelTree
                        || (label instanceof ConstantCaseLabelTree constant
                                && constant.getConstantExpression() instanceof IdentifierTree));
    }

    private static boolean hasDefault(List<? extends CaseTree> cases) {
        return cases.stream().flatMap(c -> c.getLabels().stream()).anyMatch(DefaultCaseLabelTree.class::isInstance);
    }
}
