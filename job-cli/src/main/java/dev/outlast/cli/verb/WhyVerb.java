package dev.outlast.cli.verb;

import dev.outlast.cli.ExitCode;
import dev.outlast.cli.Shell;
import dev.outlast.cli.text.Plain;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(name = "why", description = "Say what a job waits for, or why it ended, and what happens next.")
final class WhyVerb extends Verb {
    private static final int WIDEST = 100;

    @Parameters(paramLabel = "ID", description = "the job")
    long id;

    WhyVerb(Shell shell) {
        super(shell);
    }

    @Override
    public Integer call() {
        var answer = client().get(Jobs.path(id) + "/why");
        if (wantsJson()) {
            print(answer);
        } else {
            say(wrapped(answer.at("why").text(), Math.min(WIDEST, shell.width())));
        }
        return ExitCode.OK;
    }

    static String wrapped(String text, int width) {
        var lines = new StringBuilder();
        int used = 0;
        for (var word : Plain.line(text).split(" ", -1)) {
            if (used > 0 && used + 1 + word.length() > width) {
                lines.append('\n');
                used = 0;
            }
            lines.append(used == 0 ? "" : " ").append(word);
            used += word.length() + (used == 0 ? 0 : 1);
        }
        return lines.toString();
    }
}
