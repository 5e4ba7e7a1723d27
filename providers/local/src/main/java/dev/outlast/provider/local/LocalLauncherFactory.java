package dev.outlast.provider.local;

import dev.outlast.core.spi.Launcher;
import dev.outlast.core.spi.LauncherFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// Makes the launcher of provider `local`.
public final class LocalLauncherFactory implements LauncherFactory {
    @Override
    public String provider() {
        return LocalLauncher.PROVIDER;
    }

    @Override
    public Launcher create(LauncherContext context) {
        var config = LocalConfig.of(context.configuration());
        var files = new NodeFiles(
                context.blobs().toAbsolutePath(),
                context.buckets().toAbsolutePath(),
                Path.of(System.getProperty("user.home")));
        try {
            return new LocalLauncher(new LocalWorld.Means(context.home(), config, InstantSource.system(), files));
        } catch (IOException unusable) {
            throw new UncheckedIOException("the local launcher cannot use its home " + context.home(), unusable);
        }
    }

    @Override
    public List<Finding> check(LauncherContext context) {
        var findings = new ArrayList<Finding>();
        findings.add(checkConfiguration(context));
        findings.add(new Finding(Files.isDirectory(Path.of("/proc/self")), "processes", "read from /proc"));
        for (var command : List.of("sh", "bash", "setsid", "flock", "unshare")) {
            var found = onPath(command);
            findings.add(new Finding(found, command, found ? "found" : "not found on the PATH"));
        }
        return findings;
    }

    private static Finding checkConfiguration(LauncherContext context) {
        try {
            var config = LocalConfig.of(context.configuration());
            return new Finding(
                    true,
                    "configuration",
                    config.regions().size() + " regions, " + config.types().size() + " instance types");
        } catch (IllegalArgumentException wrong) {
            return new Finding(false, "configuration", String.valueOf(wrong.getMessage()));
        }
    }

    private static boolean onPath(String command) {
        return Stream.of(System.getenv().getOrDefault("PATH", "/usr/bin:/bin").split(":", -1))
                .anyMatch(directory -> Files.isExecutable(Path.of(directory, command)));
    }
}
