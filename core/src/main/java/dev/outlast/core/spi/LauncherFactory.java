package dev.outlast.core.spi;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// Found by `ServiceLoader`; makes the launcher of one provider.
public interface LauncherFactory {
    /// As in [Launcher#provider()].
    String provider();

    /// Makes the launcher. Cheap: clients of clouds are made on first use.
    ///
    /// @throws IllegalArgumentException when the configuration is wrong; the message names the key
    Launcher create(LauncherContext context);

    /// What a launcher may use.
    ///
    /// @param home a directory that belongs to this launcher alone
    /// @param blobs where uploaded blobs lie, by sha256 (`<blobs>/<sha256>.tar`), for launchers on this machine
    /// @param buckets where `local://` buckets lie, by name
    /// @param configuration the provider's section of the configuration file, flattened: `regions.east.capacity`
    record LauncherContext(Path home, Path blobs, Path buckets, Map<String, String> configuration) {
        public LauncherContext {
            configuration = Map.copyOf(configuration);
        }
    }

    /// What works on this installation, for `outlast check`: one line per finding.
    List<Finding> check(LauncherContext context);

    record Finding(boolean works, String subject, String detail) {}
}
