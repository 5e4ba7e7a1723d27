package dev.outlast.artefacts;

import dev.outlast.core.spi.ArtefactStore;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;

/// Where artefacts go, as an installation's settings say it.
public sealed interface ArtefactPlace {
    /// A directory that all controllers see; it is not made.
    record Directory(Path path) implements ArtefactPlace {
        public Directory {
            Objects.requireNonNull(path);
        }
    }

    /// A bucket; it is not made.
    ///
    /// @param prefix before every name, without `/` at either end; may be empty
    /// @param endpoint of a server that is not AWS
    /// @param region empty for what the environment says
    record Bucket(String name, String prefix, Optional<URI> endpoint, String region) implements ArtefactPlace {
        public Bucket {
            Objects.requireNonNull(name);
            Objects.requireNonNull(prefix);
            Objects.requireNonNull(endpoint);
            Objects.requireNonNull(region);
        }
    }

    Pattern BUCKET = Pattern.compile("s3://([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])(?:/([A-Za-z0-9._/-]*))?");
    Pattern FILE = Pattern.compile("file://(/.*)");

    /// @param url `s3://bucket/prefix` or `file:///directory`
    /// @param endpoint such as `http://10.0.0.1:9000`, or empty
    /// @param region or empty
    /// @throws IllegalArgumentException naming what is wrong
    static ArtefactPlace parse(String url, String endpoint, String region) {
        var file = FILE.matcher(url);
        if (file.matches()) {
            if (!endpoint.isEmpty() || !region.isEmpty()) {
                throw new IllegalArgumentException("a directory has no endpoint and no region");
            }
            return new Directory(Path.of(file.group(1)).normalize());
        }
        var bucket = BUCKET.matcher(url);
        if (!bucket.matches()) {
            throw new IllegalArgumentException("'" + url + "' is not like s3://bucket/prefix or file:///directory");
        }
        var prefix = Optional.ofNullable(bucket.group(2)).orElse("").replaceAll("^/+|/+$", "");
        if (!prefix.isEmpty()) {
            ArtefactStore.checkName(prefix);
        }
        return new Bucket(bucket.group(1), prefix, endpoint(endpoint), region);
    }

    private static Optional<URI> endpoint(String text) {
        if (text.isEmpty()) {
            return Optional.empty();
        }
        try {
            var uri = new URI(text);
            if (text.matches("https?://[^/?#@\\s]+/?") && uri.getHost() != null) {
                return Optional.of(uri);
            }
        } catch (URISyntaxException wrong) {
            throw new IllegalArgumentException("'" + text + "' is not like http://10.0.0.1:9000", wrong);
        }
        throw new IllegalArgumentException("'" + text + "' is not like http://10.0.0.1:9000");
    }

    /// Opens it; nothing is asked of the outside yet.
    ///
    /// @throws IllegalArgumentException when no region is known, or no settings can be read
    default ArtefactStore open() {
        return switch (this) {
            case Directory(Path path) -> new DirectoryArtefacts(path);
            case Bucket bucket -> S3Artefacts.open(bucket);
        };
    }
}
