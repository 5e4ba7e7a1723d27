package dev.outlast.provider.local;

import dev.outlast.core.spi.LauncherException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/// `local://BUCKET/prefix`: a directory below the buckets' directory.
///
/// @param path below the buckets' directory, the bucket's name first
record BucketUrl(Path path) {
    private static final String SCHEME = "local://";

    static boolean isLocal(String url) {
        return url.startsWith(SCHEME);
    }

    static BucketUrl parse(String url) throws LauncherException {
        if (!isLocal(url)) {
            throw Refusals.config("the local launcher mounts only local:// buckets, not " + url);
        }
        try {
            var path = Path.of(url.substring(SCHEME.length()));
            var name = path.getName(0).toString();
            if (path.isAbsolute() || !path.normalize().startsWith(name) || !name.matches("[a-z0-9][a-z0-9._-]*")) {
                throw Refusals.config("no bucket URL: " + url);
            }
            return new BucketUrl(path.normalize());
        } catch (InvalidPathException wrong) {
            throw Refusals.config("no bucket URL: " + url);
        }
    }

    Path in(Path buckets) {
        return buckets.resolve(path);
    }
}
