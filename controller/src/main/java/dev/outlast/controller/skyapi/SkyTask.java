package dev.outlast.controller.skyapi;

import dev.outlast.controller.spec.SpecBook;
import dev.outlast.controller.spec.SpecTexts;
import dev.outlast.core.task.JobSpec;
import dev.outlast.core.task.Overrides;
import dev.outlast.core.task.Parsed;
import dev.outlast.core.task.Problem;
import dev.outlast.core.task.Warning;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;

/// The text of a job as a client of this protocol sends it, read.
///
/// @param mapping where each local path lies in the upload, for those that are not where they were
record SkyTask(String text, Overrides overrides, JobSpec job, List<Warning> warnings, Map<String, String> mapping) {
    private static final String MAPPING = "file_mounts_mapping";
    /// Stands for what is not uploaded yet.
    private static final String LATER = "0".repeat(64);

    /// @param name the job's, empty for what the text says
    /// @throws SkyFailure with all that is wrong with the text
    static SkyTask read(String text, String name) throws SkyFailure {
        if (text.isBlank()) {
            throw SkyFailure.value("the task is empty");
        }
        var overrides = name.isEmpty() ? Overrides.NONE : Overrides.NONE.with(Overrides.Option.NAME, name);
        return switch (SpecBook.parse(new SpecTexts.Source(text, false, overrides, Map.of()))) {
            case Parsed.Refused refused -> throw refused(refused.problems());
            case Parsed.Accepted accepted -> {
                var task = new SkyTask(text, overrides, accepted.job(), accepted.warnings(), mapping(text));
                var problems = SpecBook.notServed(accepted.job(), task.later());
                if (!problems.isEmpty()) {
                    throw refused(problems);
                }
                yield task;
            }
        };
    }

    static SkyFailure refused(List<Problem> problems) {
        return SkyFailure.value(
                String.join("\n", problems.stream().map(p -> p.render("task")).toList()));
    }

    /// Every local path with a stand-in for its upload.
    Map<String, String> later() {
        var all = new LinkedHashMap<String, String>();
        job.tasks().forEach(task -> task.localPaths().forEach(local -> all.put(local.source(), LATER)));
        return all;
    }

    private static Map<String, String> mapping(String text) throws SkyFailure {
        var mapping = new LinkedHashMap<String, String>();
        if (!text.contains(MAPPING)) {
            return mapping;
        }
        try {
            var options = new LoaderOptions();
            options.setMaxAliasesForCollections(50);
            for (var document : new Yaml(new SafeConstructor(options)).loadAll(text)) {
                if (document instanceof Map<?, ?> map && map.get(MAPPING) instanceof Map<?, ?> paths) {
                    paths.forEach((from, to) -> mapping.put(String.valueOf(from), String.valueOf(to)));
                }
            }
        } catch (YAMLException unreadable) {
            throw SkyFailure.value("the task cannot be read: " + unreadable.getMessage());
        }
        return mapping;
    }
}
