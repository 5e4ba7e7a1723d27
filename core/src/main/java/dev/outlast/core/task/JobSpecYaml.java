package dev.outlast.core.task;

import java.util.List;
import java.util.Optional;

/// The form of a job's text that may be stored and shown.
public final class JobSpecYaml {
    /// What stands where a secret was.
    public static final String REDACTED = "<redacted>";

    /// What is stored of a text in which secrets cannot be told from the rest.
    public static final String UNREADABLE = "# " + REDACTED + ": not readable as YAML\n";

    private JobSpecYaml() {}

    /// The text with the inline values of `secrets` replaced by [#REDACTED], and all else, comments and layout
    /// included, as it was. Clients send the file as the user wrote it along in `_user_specified_yaml`; secrets are
    /// replaced in there too. References to secrets stay. A value that is shared by an anchor is replaced where it
    /// stands. A text that is not readable as YAML becomes [#UNREADABLE].
    public static String redacted(String yamlText) {
        return redacted(yamlText, 0).orElse(UNREADABLE);
    }

    /// Empty if it cannot be done safely. `depth` counts texts inside texts.
    static Optional<String> redacted(String yamlText, int depth) {
        var before = SecretScalars.in(yamlText, depth);
        if (before.isEmpty()) {
            return Optional.empty();
        }
        if (before.get().isEmpty()) {
            return Optional.of(yamlText);
        }
        var result = Cut.apply(yamlText, before.get());
        // Believed only once it has been read back: no replacement is left to make.
        return SecretScalars.in(result, depth).filter(List::isEmpty).map(_ -> result);
    }
}
