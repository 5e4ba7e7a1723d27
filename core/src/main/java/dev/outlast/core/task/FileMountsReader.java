package dev.outlast.core.task;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Reads `file_mounts`.
final class FileMountsReader {
    private final Findings findings;
    private final List<LocalPath> localPaths;
    private final List<FileMount> mounts = new ArrayList<>();

    private FileMountsReader(Findings findings, List<LocalPath> localPaths) {
        this.findings = findings;
        this.localPaths = localPaths;
    }

    /// Paths that must exist on the user's machine are added to `localPaths`.
    static List<FileMount> read(Fields task, Substitution substitution, Findings findings, List<LocalPath> localPaths) {
        var reader = new FileMountsReader(findings, localPaths);
        var destinations = new Destinations(findings);
        switch (task.get("file_mounts").map(substitution::in).orElse(null)) {
            case null -> {}
            case Tree.Entries map ->
                map.entries().forEach(entry -> {
                    destinations.check(entry.keyAt(), entry.key());
                    reader.mount(entry.key(), entry.value()).ifPresent(reader.mounts::add);
                });
            case Tree other ->
                findings.problem(
                        other.at(), "found " + other.found() + "; expected a map from destinations to sources");
        }
        return reader.mounts;
    }

    private Optional<FileMount> mount(String destination, Tree value) {
        return switch (value) {
            case Tree.Entries map -> StorageReader.read(destination, map, findings, localPaths);
            case Tree.Leaf leaf
            when BucketText.looksLikeUrl(leaf.text()) ->
                bucket(leaf.at(), leaf.text(), findings).map(url -> new FileMount.BucketCopy(destination, url));
            case Tree.Leaf leaf
            when !leaf.isNothing() && !leaf.text().isBlank() -> {
                localPaths.add(localPath(leaf.at(), leaf.text(), LocalPath.Kind.FILE_OR_DIRECTORY));
                yield Optional.of(new FileMount.LocalCopy(destination, leaf.text()));
            }
            case Tree other -> {
                findings.problem(
                        other.at(),
                        "found " + other.found() + "; expected a local path, a bucket such as local://data, or a map");
                yield Optional.empty();
            }
        };
    }

    static LocalPath localPath(At at, String source, LocalPath.Kind kind) {
        return new LocalPath(at.line(), at.column(), at.path(), source, kind);
    }

    /// The bucket if it is one that this version serves; else says why not.
    static Optional<BucketUrl> bucket(At at, String text, Findings findings) {
        var url = BucketText.url(text);
        if (url.isEmpty()) {
            findings.problem(at, "found " + Text.quoted(text) + "; expected a bucket such as local://name/prefix");
            return Optional.empty();
        }
        var scheme = url.get().scheme();
        if (!BucketText.SCHEMES.containsKey(scheme)) {
            findings.problem(
                    at,
                    "no kind of bucket is called " + Text.quoted(scheme + "://")
                            + Closest.hint(scheme, BucketText.SCHEMES.keySet()));
            return Optional.empty();
        }
        if (!url.get().isLocal()) {
            findings.problem(at, NotYet.REMOTE_BUCKETS);
            return Optional.empty();
        }
        var prefix = "/" + url.get().prefix() + "/";
        if (prefix.contains("/../") || prefix.contains("/./")) {
            findings.problem(at, "a bucket's prefix may not contain '.' or '..' as a part");
            return Optional.empty();
        }
        return checkedName(at, url.get().bucket(), findings) ? url : Optional.empty();
    }

    static boolean checkedName(At at, String name, Findings findings) {
        boolean fine = BucketText.isBucketName(name);
        if (!fine) {
            findings.problem(
                    at,
                    Text.quoted(name) + " is no bucket name; expected 3 to 63 lower-case letters, digits, '.', '_' and"
                            + " '-', with a letter or digit at both ends");
        }
        return fine;
    }
}
