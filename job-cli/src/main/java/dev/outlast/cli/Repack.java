package dev.outlast.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassTransform;
import java.lang.constant.ClassDesc;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.jspecify.annotations.Nullable;

/// Run once after a build, before [Warmup]: gives class files of Java 5 the stack maps and the version of Java 8, in
/// the
/// copies of libraries that belong to the build. The JVM keeps no loaded classes without stack maps, and the library
/// that reads the command line has none: reading and checking its classes anew took a third of a short command.
final class Repack {
    private static final int FIRST_WITH_STACK_MAPS = 50;

    private Repack() {}

    /// @param arguments the directory of jars
    public static void main(String[] arguments) throws IOException {
        List<Path> jars;
        try (var files = Files.list(Path.of(arguments[0]))) {
            jars = files.filter(file -> file.toString().endsWith(".jar")).toList();
        }
        for (var jar : jars) {
            repack(jar);
        }
    }

    /// In place, whole or not at all, and as old as it was.
    ///
    /// @return whether there was anything to do
    static boolean repack(Path jar) throws IOException {
        try (var from = new ZipFile(jar.toFile())) {
            var old = old(from);
            if (old.isEmpty() || isSigned(from)) {
                return false;
            }
            var next = Files.createTempFile(jar.toAbsolutePath().getParent(), "repack", ".tmp");
            try {
                write(from, old, next);
                Files.setLastModifiedTime(next, Files.getLastModifiedTime(jar));
                Files.setPosixFilePermissions(next, Files.getPosixFilePermissions(jar));
                Files.move(next, jar, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            } finally {
                Files.deleteIfExists(next);
            }
            return true;
        }
    }

    private static Set<String> old(ZipFile jar) throws IOException {
        var names = new HashSet<String>();
        for (var entry : Collections.list(jar.entries())) {
            if (entry.getName().endsWith(".class")) {
                try (var bytes = jar.getInputStream(entry)) {
                    var head = bytes.readNBytes(8);
                    if (head.length == 8 && ((head[6] & 0xff) << 8 | (head[7] & 0xff)) < FIRST_WITH_STACK_MAPS) {
                        names.add(entry.getName());
                    }
                }
            }
        }
        return names;
    }

    private static boolean isSigned(ZipFile jar) {
        return jar.stream().anyMatch(entry -> entry.getName().matches("META-INF/[^/]+\\.SF"));
    }

    private static void write(ZipFile from, Set<String> old, Path to) throws IOException {
        var parser = ClassFile.of(
                ClassFile.StackMapsOption.GENERATE_STACK_MAPS,
                // With the old pool the bodies of methods would be copied as they are.
                ClassFile.ConstantPoolSharingOption.NEW_POOL,
                ClassFile.ClassHierarchyResolverOption.of(
                        ClassHierarchyResolver.ofResourceParsing((ClassDesc name) -> classOf(from, name))
                                .orElse(ClassHierarchyResolver.defaultResolver())));
        try (var out = new ZipOutputStream(Files.newOutputStream(to))) {
            for (var entry : Collections.list(from.entries())) {
                byte[] bytes;
                try (var in = from.getInputStream(entry)) {
                    bytes = in.readAllBytes();
                }
                var copy = new ZipEntry(entry.getName());
                copy.setTime(entry.getTime());
                out.putNextEntry(copy);
                out.write(old.contains(entry.getName()) ? modern(parser, bytes) : bytes);
                out.closeEntry();
            }
        }
    }

    private static byte[] modern(ClassFile parser, byte[] bytes) {
        return parser.transformClass(
                parser.parse(bytes),
                ClassTransform.ACCEPT_ALL.andThen(
                        ClassTransform.endHandler(builder -> builder.withVersion(ClassFile.JAVA_8_VERSION, 0))));
    }

    private static @Nullable InputStream classOf(ZipFile jar, ClassDesc name) {
        var entry = jar.getEntry(name.descriptorString().substring(1).replace(";", ".class"));
        try {
            return entry == null ? null : jar.getInputStream(entry);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
