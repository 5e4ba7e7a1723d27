package dev.outlast.controller.spec;

import dev.outlast.core.store.SpecRow;
import dev.outlast.core.task.JobSpec;
import dev.outlast.core.task.Overrides;
import dev.outlast.core.task.Parsed;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Secrets that are put into paths: `file_mounts: {~/${WHERE}: …}`. A path with one is a job's own, and neither it nor
/// the path of an upload may be stored as it is.
final class SecretPaths {
    /// A value may have stood for a name, a destination or a bucket: one of these reads like it.
    private static final List<String> STAND_INS = List.of("sealed", "/sealed", "local://sealed");

    private static final String ANOTHER = "other";

    private SecretPaths() {}

    /// The text with something else in place of the values, such as those of ended jobs, which are gone.
    static SpecTexts.Source readable(SpecRow row) {
        var values = new HashMap<String, String>();
        var best = SpecTexts.read(row, _ -> STAND_INS.getFirst());
        var wrong = problems(best);
        for (var name : best.overrides().secrets().keySet()) {
            for (var value : STAND_INS) {
                if (wrong == 0) {
                    return best;
                }
                var before = values.put(name, value);
                var source = SpecTexts.read(row, n -> values.getOrDefault(n, STAND_INS.getFirst()));
                if (problems(source) < wrong) {
                    best = source;
                    wrong = problems(source);
                } else {
                    values.put(name, before == null ? STAND_INS.getFirst() : before);
                }
            }
        }
        return best;
    }

    private static int problems(SpecTexts.Source source) {
        return SpecBook.parse(source) instanceof Parsed.Refused refused
                ? refused.problems().size()
                : 0;
    }

    /// Whether any path of the text changes with the values of the secrets of these names.
    static boolean isIn(SpecTexts.Source source, Set<String> names) {
        if (names.isEmpty()) {
            return false;
        }
        return !(SpecBook.parse(with(source, names, STAND_INS.getFirst())) instanceof Parsed.Accepted one)
                || !(SpecBook.parse(with(source, names, ANOTHER)) instanceof Parsed.Accepted other)
                || !paths(one.job()).equals(paths(other.job()));
    }

    private static SpecTexts.Source with(SpecTexts.Source source, Set<String> names, String value) {
        var overrides = source.overrides();
        var secrets = new LinkedHashMap<String, String>();
        names.forEach(name -> secrets.put(name, value));
        return new SpecTexts.Source(
                source.text(),
                source.command(),
                new Overrides(overrides.fallbackName(), overrides.options(), overrides.envs(), secrets),
                source.blobs());
    }

    private static List<Object> paths(JobSpec job) {
        return job.tasks().stream()
                .<Object>map(t -> List.of(t.workdir(), t.fileMounts(), t.volumes(), t.localPaths()))
                .toList();
    }

    /// Paths of uploads without the values.
    static Map<String, String> hidden(Map<String, String> blobs, Map<String, String> secrets) {
        var hidden = new LinkedHashMap<String, String>();
        blobs.forEach((path, blob) -> {
            var text = path;
            for (var secret : secrets.entrySet()) {
                if (!secret.getValue().isEmpty()) {
                    text = text.replace(secret.getValue(), mark(secret.getKey()));
                }
            }
            hidden.put(text, blob);
        });
        return hidden;
    }

    /// The reverse of [#hidden].
    static Map<String, String> shown(Map<String, String> blobs, Map<String, String> secrets) {
        var shown = new LinkedHashMap<String, String>();
        blobs.forEach((path, blob) -> {
            var text = path;
            for (var secret : secrets.entrySet()) {
                text = text.replace(mark(secret.getKey()), secret.getValue());
            }
            shown.put(text, blob);
        });
        return shown;
    }

    /// What the substitution would have replaced, so no path has it of itself.
    private static String mark(String name) {
        return "${" + name + "}";
    }
}
