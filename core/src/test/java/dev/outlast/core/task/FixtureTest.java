package dev.outlast.core.task;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Files as people write them, each with what is said about it in the `.problems` file beside it.
class FixtureTest {
    static List<Path> files() throws IOException {
        return Fixtures.files();
    }

    @ParameterizedTest
    @MethodSource("files")
    void saysWhatIsExpected(Path file) throws IOException {
        var said = said(
                TaskLanguage.parse(Files.readString(file), Overrides.NONE),
                file.getFileName().toString());
        if (Boolean.getBoolean("fixtures.write")) {
            Files.writeString(Fixtures.problemsOf(file), said);
        }
        assertThat(said).isEqualTo(Files.readString(Fixtures.problemsOf(file)));
    }

    private static String said(Parsed parsed, String name) {
        var lines = new ArrayList<String>();
        switch (parsed) {
            case Parsed.Accepted _ -> lines.add("accepted");
            case Parsed.Refused refused -> {
                lines.add("refused");
                refused.problems().forEach(p -> lines.add("problem " + p.render(name)));
            }
        }
        parsed.warnings().forEach(w -> lines.add("warning " + w.render(name)));
        return String.join("\n", lines) + "\n";
    }
}
