package dev.outlast.cli.verb;

import dev.outlast.cli.CommandFailure;
import dev.outlast.cli.ExitCodes;
import dev.outlast.cli.Session;
import dev.outlast.core.task.Overrides;
import dev.outlast.core.task.Parsed;
import dev.outlast.core.task.TaskLanguage;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/// What is to be launched: the text of a YAML file, or a shell command.
///
/// @param file its name as typed, for messages; empty for a command
/// @param folder what its paths are relative to
record Entry(String text, boolean command, String file, Path folder) {
    private static final int MAX_BYTES = 4 << 20;

    Entry {
        Objects.requireNonNull(text);
        Objects.requireNonNull(file);
        Objects.requireNonNull(folder);
    }

    /// A single word that ends like a YAML file is one; everything else is a command.
    static Entry of(Session session, List<String> words) throws CommandFailure, IOException {
        var first = words.getFirst();
        if (words.size() > 1 || !isYamlName(first)) {
            return new Entry(String.join(" ", words), true, "", session.folder());
        }
        var path = session.folder().resolve(first);
        if (!Files.isRegularFile(path)) {
            throw CommandFailure.usage("'" + first + "' is not an existing file");
        }
        if (Files.size(path) > MAX_BYTES) {
            throw new CommandFailure(ExitCodes.REFUSED, first + ": has more than " + MAX_BYTES + " bytes");
        }
        try {
            var folder = path.toAbsolutePath().getParent();
            return new Entry(Files.readString(path), false, first, folder == null ? session.folder() : folder);
        } catch (CharacterCodingException binary) {
            throw new CommandFailure(ExitCodes.REFUSED, first + ": is not UTF-8 text");
        }
    }

    Parsed parse(Overrides overrides) {
        return command ? TaskLanguage.fromCommand(text, overrides) : TaskLanguage.parse(text, overrides);
    }

    /// What messages call it.
    String shown() {
        return command ? "command" : file;
    }

    private static boolean isYamlName(String word) {
        var lower = word.toLowerCase(Locale.ROOT);
        boolean oneWord = lower.chars().noneMatch(Character::isWhitespace);
        return oneWord && (lower.endsWith(".yaml") || lower.endsWith(".yml"));
    }
}
