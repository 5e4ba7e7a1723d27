package dev.outlast.cli.verb;

import dev.outlast.cli.ExitCode;
import dev.outlast.cli.Shell;
import dev.outlast.cli.text.Table;
import picocli.CommandLine.Command;

@Command(name = "check", description = "Show what works on this installation; exits with 1 when something does not.")
final class CheckVerb extends Verb {
    CheckVerb(Shell shell) {
        super(shell);
    }

    @Override
    public Integer call() {
        var answer = client().get("/v1/check");
        var findings = answer.at("findings").items();
        if (wantsJson()) {
            print(answer);
        } else {
            var table = new Table(
                    Table.Column.left("", 0), Table.Column.left("WHAT", 1), Table.Column.elastic("FOUND", 20, 2));
            for (var finding : findings) {
                table.row(
                        finding.at("level").text(),
                        finding.at("subject").text(),
                        finding.at("detail").text());
            }
            table.print(shell);
        }
        boolean bad =
                findings.stream().anyMatch(finding -> finding.at("level").text().equals("BAD"));
        return bad ? ExitCode.ERROR : ExitCode.OK;
    }
}
