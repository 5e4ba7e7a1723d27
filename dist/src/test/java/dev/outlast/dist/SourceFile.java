package dev.outlast.dist;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.LineMap;
import com.sun.source.tree.Tree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaFileObject;
import javax.tools.ToolProvider;

/// A source file of ours as the compiler reads it, before it asks what any name means.
///
/// @param path below the repository's root, with `/`
record SourceFile(String path, List<String> lines, CompilationUnitTree tree, Trees trees) {
    private static final Set<String> SKIPPED = Set.of("target", ".git", "node_modules");

    SourceFile {
        lines = List.copyOf(lines);
    }

    private static final List<SourceFile> ALL = read();

    static List<SourceFile> all() {
        return ALL;
    }

    private static List<SourceFile> read() {
        try {
            var files = new ArrayList<Path>();
            Files.walkFileTree(Product.ROOT, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
                    return SKIPPED.contains(directory.getFileName().toString())
                            ? FileVisitResult.SKIP_SUBTREE
                            : FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                    if (file.toString().endsWith(".java")) {
                        files.add(file);
                    }
                    return FileVisitResult.CONTINUE;
                }
            });
            return parse(files);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static List<SourceFile> parse(List<Path> files) throws IOException {
        var compiler = ToolProvider.getSystemJavaCompiler();
        var problems = new DiagnosticCollector<JavaFileObject>();
        try (var manager = compiler.getStandardFileManager(problems, null, null)) {
            var task = (JavacTask) compiler.getTask(
                    null, manager, problems, List.of("-proc:none"), null, manager.getJavaFileObjectsFromPaths(files));
            var trees = Trees.instance(task);
            var parsed = new ArrayList<SourceFile>();
            for (var unit : task.parse()) {
                var path = Path.of(unit.getSourceFile().toUri());
                parsed.add(new SourceFile(
                        Product.ROOT.relativize(path).toString(), Files.readAllLines(path), unit, trees));
            }
            return List.copyOf(parsed);
        }
    }

    String name() {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    boolean isTest() {
        return path.contains("/src/test/");
    }

    int firstLine(Tree node) {
        return line(trees.getSourcePositions().getStartPosition(tree, node));
    }

    int lastLine(Tree node) {
        return line(trees.getSourcePositions().getEndPosition(tree, node));
    }

    private int line(long position) {
        LineMap map = tree.getLineMap();
        return (int) map.getLineNumber(position);
    }

    String at(int line) {
        return path + ":" + line;
    }
}
