package dev.outlast.dist;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.ReturnTree;
import com.sun.source.tree.SwitchTree;
import com.sun.source.util.TreeScanner;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// What holds for every source file. A rule is here because something checks it; there is no other style guide.
class SourceRulesTest {
    private static final int MOST_LINES_OF_A_FILE = 400;
    private static final int MOST_LINES_OF_A_METHOD = 60;
    /// One `return` or one `switch` and nothing else: it is read by the row.
    private static final int MOST_LINES_OF_A_TABLE = 100;
    private static final List<String> EMPTY_WORDS = List.of("Util", "Utils", "Manager", "Helper", "Impl");
    private static final Pattern LEFT_FOR_LATER = Pattern.compile("\\b(TO" + "DO|FIX" + "ME|X" + "XX)\\b");

    private static final List<SourceFile> FILES = SourceFile.all();

    @Test
    void filesFitIntoAHead() {
        assertThat(FILES.stream()
                        .filter(f -> f.lines().size() > MOST_LINES_OF_A_FILE)
                        .map(f -> f.path() + " has " + f.lines().size() + " lines"))
                .as("files over %s lines; split them by what changes together", MOST_LINES_OF_A_FILE)
                .isEmpty();
    }

    @Test
    void methodsFitOnAScreen() {
        var found = new ArrayList<String>();
        for (var file : FILES) {
            scan(file, new TreeScanner<>() {
                @Override
                public @Nullable Void visitMethod(MethodTree method, @Nullable Void nothing) {
                    var lines = file.lastLine(method) - file.firstLine(method) + 1;
                    if (lines > (isTable(method) ? MOST_LINES_OF_A_TABLE : MOST_LINES_OF_A_METHOD)) {
                        found.add(file.at(file.firstLine(method)) + " " + method.getName() + " has " + lines);
                    }
                    return super.visitMethod(method, null);
                }
            });
        }
        assertThat(found)
                .as("methods over %s lines, or tables over %s", MOST_LINES_OF_A_METHOD, MOST_LINES_OF_A_TABLE)
                .isEmpty();
    }

    private static boolean isTable(MethodTree method) {
        var body = method.getBody();
        return body != null
                && body.getStatements().size() == 1
                && (body.getStatements().getFirst() instanceof ReturnTree
                        || body.getStatements().getFirst() instanceof SwitchTree);
    }

    @Test
    void namesSayWhatAThingIs() {
        var found = new ArrayList<String>();
        for (var file : FILES) {
            scan(file, new TreeScanner<>() {
                @Override
                public @Nullable Void visitClass(ClassTree type, @Nullable Void nothing) {
                    var name = type.getSimpleName().toString();
                    if (EMPTY_WORDS.stream().anyMatch(name::endsWith)) {
                        found.add(file.at(file.firstLine(type)) + " " + name);
                    }
                    return super.visitClass(type, null);
                }
            });
        }
        assertThat(found).as("names ending in %s", EMPTY_WORDS).isEmpty();
    }

    @Test
    void everyPackageIsNullMarked() {
        var marked = new TreeSet<String>();
        var used = new TreeSet<String>();
        for (var file : FILES) {
            if (!file.path().contains("/src/main/java/")) {
                continue;
            }
            var folder = file.path().substring(0, file.path().lastIndexOf('/'));
            if (file.name().equals("package-info.java")) {
                if (file.lines().contains("@NullMarked")) {
                    marked.add(folder);
                }
            } else {
                used.add(folder);
            }
        }
        used.removeAll(marked);
        assertThat(used)
                .as("packages without a package-info.java that says what they are for and @NullMarked")
                .isEmpty();
    }

    @Test
    void testsDoNotSleep() {
        var found = new ArrayList<String>();
        for (var file : FILES) {
            // The end-to-end tests live in real time: when to kill is drawn, not waited for.
            if (!file.isTest()
                    || !file.name().endsWith("Test.java")
                    || file.path().startsWith("e2e/")) {
                continue;
            }
            scan(file, new TreeScanner<>() {
                @Override
                public @Nullable Void visitMethodInvocation(MethodInvocationTree call, @Nullable Void nothing) {
                    if (Set.of("Thread.sleep", "TimeUnit.SECONDS.sleep", "TimeUnit.MILLISECONDS.sleep")
                            .contains(call.getMethodSelect().toString())) {
                        found.add(file.at(file.firstLine(call)));
                    }
                    return super.visitMethodInvocation(call, null);
                }
            });
        }
        assertThat(found)
                .as("sleeps in tests: too short on a busy machine, too long on every other; wait for a condition")
                .isEmpty();
    }

    @Test
    void nothingIsLeftForLater() {
        var found = new ArrayList<String>();
        for (var file : FILES) {
            for (int i = 0; i < file.lines().size(); i++) {
                if (LEFT_FOR_LATER.matcher(file.lines().get(i)).find()) {
                    found.add(file.at(i + 1) + " " + file.lines().get(i).strip());
                }
            }
        }
        assertThat(found)
                .as("notes to oneself; do it, drop it, or open an issue")
                .isEmpty();
    }

    static void scan(SourceFile file, TreeScanner<Void, Void> scanner) {
        scanner.scan(file.tree(), null);
    }
}
