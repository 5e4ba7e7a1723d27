package dev.outlast.checkpointing;

import dev.outlast.core.checkpoint.Manifest;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Where the manifest of a checkpoint lies under its bucket prefix. The name says what the content says, so that
/// the
/// newest are found without reading all.
///
/// @param taskId `SKYPILOT_TASK_ID`: letters, digits, `.`, `_` and `-`, at most 200, a letter or digit first
public record ManifestName(String taskId, long seq, int attempt) {
    /// The folder that belongs to Outlast in every bucket prefix.
    public static final String HOME = ".outlast";

    private static final Pattern TASK_ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,199}");
    private static final Pattern FILE = Pattern.compile("([0-9]{12,19})\\.([1-9][0-9]{0,9})\\.json");

    public ManifestName {
        if (!isTaskId(taskId) || seq < 0 || attempt < 1) {
            throw new IllegalArgumentException("no manifest name: " + taskId + ", " + seq + ", " + attempt);
        }
    }

    public static ManifestName of(Manifest manifest) {
        return new ManifestName(manifest.taskId(), manifest.seq(), manifest.attempt());
    }

    /// The name that a file in the folder of a task has, if it is one of ours and spelled as [#path()] spells it.
    public static Optional<ManifestName> parse(String taskId, String fileName) {
        Matcher parts = FILE.matcher(fileName);
        if (!parts.matches()) {
            return Optional.empty();
        }
        try {
            ManifestName name =
                    new ManifestName(taskId, Long.parseLong(parts.group(1)), Integer.parseInt(parts.group(2)));
            return name.fileName().equals(fileName) ? Optional.of(name) : Optional.empty();
        } catch (NumberFormatException outOfRange) {
            return Optional.empty();
        }
    }

    /// Whether a task of this id can have checkpoints.
    public static boolean isTaskId(String taskId) {
        return TASK_ID.matcher(taskId).matches();
    }

    /// Relative to the bucket prefix, with `/`.
    public String path() {
        return HOME + "/" + taskId + "/" + fileName();
    }

    public String fileName() {
        String digits = Long.toString(seq);
        return "0".repeat(Math.max(0, 12 - digits.length())) + digits + "." + attempt + ".json";
    }
}
