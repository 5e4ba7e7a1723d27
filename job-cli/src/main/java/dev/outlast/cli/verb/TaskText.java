package dev.outlast.cli.verb;

import dev.outlast.cli.CommandException;
import dev.outlast.cli.ExitCode;
import dev.outlast.cli.Shell;
import dev.outlast.cli.text.Plain;
import dev.outlast.core.task.JobSpec;
import dev.outlast.core.task.LocalPath;
import dev.outlast.core.task.Overrides;
import dev.outlast.core.task.Parsed;
import dev.outlast.core.task.Problem;
import dev.outlast.core.task.TaskLanguage;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// What shall be launched: a file, or a command. Read here too, so that what is wrong is told with the file's name, and
/// before anything is sent.
///
/// @param directory what relative paths in the text start from: that of the file
record TaskText(String text, boolean command, String fileName, Path directory) {
    private static final long MAX_BYTES = 4 << 20;

    static TaskText of(Shell shell, List<String> entrypoint) {
        var first = entrypoint.getFirst();
        var file = shell.directory().resolve(first);
        boolean named = first.endsWith(".yaml") || first.endsWith(".yml");
        if (entrypoint.size() > 1 || (!named && !Files.isRegularFile(file))) {
            return new TaskText(String.join(" ", entrypoint), true, "command", shell.directory());
        }
        try {
            if (Files.size(file) > MAX_BYTES) {
                throw new CommandException(ExitCode.ERROR, first + " has more than 4 MiB; a task file holds no data");
            }
            var parent = file.toAbsolutePath().getParent();
            return new TaskText(Files.readString(file), false, first, parent == null ? shell.directory() : parent);
        } catch (CharacterCodingException binary) {
            throw new CommandException(ExitCode.ERROR, first + " is not UTF-8 text");
        } catch (IOException unreadable) {
            throw new CommandException(
                    ExitCode.ERROR, "cannot read " + first + (Files.exists(file) ? "" : ": no such file"));
        }
    }

    /// @throws CommandException with all problems
    JobSpec parse(Overrides overrides) {
        return switch (command ? TaskLanguage.fromCommand(text, overrides) : TaskLanguage.parse(text, overrides)) {
            case Parsed.Refused refused -> throw refusal(refused.problems());
            case Parsed.Accepted accepted -> accepted.job();
        };
    }

    CommandException refusal(List<Problem> problems) {
        var lines = new ArrayList<String>();
        problems.forEach(problem -> lines.add(Plain.line(problem.render(fileName))));
        return new CommandException(ExitCode.ERROR, String.join("\n", lines));
    }

    /// A path of an option starts where the user is.
    Path resolve(Shell shell, LocalPath path) {
        var source = path.source();
        var home = shell.variable("HOME").orElse(".");
        if (source.equals("~") || source.startsWith("~/")) {
            return Path.of(home).resolve(source.length() > 2 ? source.substring(2) : "");
        }
        return (path.line() == 0 ? shell.directory() : directory)
                .resolve(source)
                .normalize();
    }
}
