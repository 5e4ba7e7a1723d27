package dev.outlast.core.task;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Reads one bucket of `file_mounts`.
final class StorageReader {
    private static final Map<String, FileMount.Mode> MODES = byName(FileMount.Mode.values());
    private static final Map<String, FileMount.Store> STORES = byName(FileMount.Store.values());

    private final String destination;
    private final Fields fields;
    private final Findings findings;

    private StorageReader(String destination, Fields fields, Findings findings) {
        this.destination = destination;
        this.fields = fields;
        this.findings = findings;
    }

    static Optional<FileMount> read(
            String destination, Tree.Entries map, Findings findings, List<LocalPath> localPaths) {
        var fields = Fields.open(map, Section.STORAGE, findings);
        return new StorageReader(destination, fields, findings).read(localPaths);
    }

    private Optional<FileMount> read(List<LocalPath> localPaths) {
        var name = fields.text("name");
        var sources = fields.leaves("source");
        var urls =
                sources.stream().filter(l -> BucketText.looksLikeUrl(l.text())).toList();
        boolean sound = name.isEmpty() || FileMountsReader.checkedName(fields.at("name"), name, findings);
        if (urls.isEmpty()) {
            var kind = fields.get("source").orElse(null) instanceof Tree.Items
                    ? LocalPath.Kind.FILE_OR_DIRECTORY
                    : LocalPath.Kind.DIRECTORY;
            sources.forEach(l -> localPaths.add(FileMountsReader.localPath(l.at(), l.text(), kind)));
            checkNames(sources);
            if (name.isEmpty()) {
                findings.problem(fields.at("name"), "a bucket needs a 'name', or a 'source' such as local://name");
                sound = false;
            }
        } else {
            sound &= fromUrl(urls.getFirst(), sources.size(), name);
        }
        var store = fields.oneOf("store", STORES, FileMount.Store.LOCAL);
        if (store != FileMount.Store.LOCAL) {
            findings.problem(fields.at("store"), NotYet.REMOTE_BUCKETS);
            sound = false;
        }
        var mount = new FileMount.StorageMount(
                destination,
                name,
                sources.stream().map(Tree.Leaf::text).toList(),
                store,
                fields.oneOf("mode", MODES, FileMount.Mode.MOUNT),
                fields.flag("persistent", true),
                fields.text("type"),
                TuningReader.read(fields, findings));
        return sound ? Optional.of(mount) : Optional.empty();
    }

    /// Several sources lie beside each other in the bucket, each under its own name.
    private void checkNames(List<Tree.Leaf> sources) {
        var names = new HashSet<String>();
        for (var source : sources) {
            var name = FileMount.StorageMount.nameInBucket(source.text());
            if (sources.size() > 1 && name.isEmpty()) {
                findings.problem(
                        source.at(), Text.quoted(source.text()) + " has no name to be called by beside other sources");
            } else if (sources.size() > 1 && !names.add(name)) {
                findings.problem(source.at(), "another source is called " + Text.quoted(name) + " in the bucket too");
            }
        }
    }

    private boolean fromUrl(Tree.Leaf source, int sources, String name) {
        if (sources > 1) {
            findings.problem(source.at(), "a bucket cannot be one of several sources; it must be the only one");
            return false;
        }
        var url = FileMountsReader.bucket(source.at(), source.text(), findings);
        if (url.isPresent() && !name.isEmpty() && !name.equals(url.get().bucket())) {
            findings.problem(fields.at("name"), "the bucket is already named by its 'source'; leave 'name' out");
            return false;
        }
        return url.isPresent();
    }

    private static <E extends Enum<E>> Map<String, E> byName(E[] values) {
        return Stream.of(values).collect(Collectors.toMap(Enum::name, e -> e, (a, _) -> a, LinkedHashMap::new));
    }
}
