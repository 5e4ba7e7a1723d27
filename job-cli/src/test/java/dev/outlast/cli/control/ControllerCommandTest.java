package dev.outlast.cli.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class ControllerCommandTest {
    private static final ControllerRecord CONTROLLER = new ControllerRecord(7, Instant.EPOCH, "http://127.0.0.1:46800");
    private static final String OVERVIEW =
            "{\"version\": \"1.2\", \"started_at\": \"2026-11-21T13:35:28Z\", \"ready\": true,"
                    + " \"figures\": {\"live_jobs\": 3}}";

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            delimiter = '|',
            value = {
                "\"\"| Missing required subcommand",
                "start --port | Missing required parameter",
                "start --port many | 'many' is not an int",
                "start --port 99999 | --port: 99999 is not a number from 0 to 65535",
                "run --port -2 | --port: -2 is not a number from 0 to 65535",
                "status -o xml | 'xml' is neither text nor json",
                "stop now | Unmatched argument"
            })
    void wrongUsageExitsWith2(String arguments, String message) {
        var err = new StringWriter();
        var line = new CommandLine(new ControllerCommand()).setErr(new PrintWriter(err));
        assertThat(line.execute(arguments.isEmpty() ? new String[0] : arguments.split(" ", -1)))
                .isEqualTo(2);
        assertThat(err.toString()).contains(message);
    }

    @Test
    void statusForPeople() throws Exception {
        var overview = new ObjectMapper().readTree(OVERVIEW);
        assertThat(StatusCommand.text(Optional.empty(), Optional.empty())).startsWith("not running; ");
        assertThat(StatusCommand.text(Optional.of(CONTROLLER), Optional.empty()))
                .isEqualTo("running at http://127.0.0.1:46800 (pid 7), but it does not answer");
        assertThat(StatusCommand.text(Optional.of(CONTROLLER), Optional.of(overview)))
                .isEqualTo("running at http://127.0.0.1:46800 (pid 7, version 1.2, 3 live jobs)");
    }

    @Test
    void statusForPrograms() throws Exception {
        var overview = new ObjectMapper().readTree(OVERVIEW);
        assertThat(StatusCommand.json(Optional.empty(), Optional.empty())).hasToString("{\"running\":false}");
        assertThat(StatusCommand.json(Optional.of(CONTROLLER), Optional.of(overview)))
                .hasToString(
                        "{\"running\":true,\"address\":\"http://127.0.0.1:46800\",\"pid\":7,\"answers\":true,"
                                + "\"ready\":true,\"version\":\"1.2\",\"started_at\":\"2026-11-21T13:35:28Z\",\"live_jobs\":3}");
    }

    @Test
    void aStartIsSaidInTextAndInJson() {
        assertThat(StartCommand.text(new LocalController.Started(CONTROLLER, true)))
                .isEqualTo("controller runs already at http://127.0.0.1:46800");
        assertThat(StartCommand.json(new LocalController.Started(CONTROLLER, false)))
                .hasToString("{\"address\":\"http://127.0.0.1:46800\",\"pid\":7,\"already\":false}");
    }

    @Test
    void stopSaysWhatGoesOn() {
        assertThat(StopCommand.goOn(0)).isEmpty();
        assertThat(StopCommand.goOn(1)).isEqualTo("; 1 job goes on, and the next start takes it up again");
        assertThat(StopCommand.goOn(2)).isEqualTo("; 2 jobs go on, and the next start takes them up again");
    }

    @Test
    void homeIsWhereTheEnvironmentSays() {
        assertThat(Installation.of(Map.of("OUTLAST_HOME", "/srv/./o")).home()).isEqualTo(Path.of("/srv/o"));
        assertThat(Installation.of(Map.of("OUTLAST_HOME", "")).home())
                .isEqualTo(Path.of(System.getProperty("user.home"), ".outlast"));
    }

    @Test
    void aHomeThatIsAFileIsSaidInWords(@TempDir Path folder) throws Exception {
        var file = Files.writeString(folder.resolve("file"), "");
        var controller = new LocalController(Installation.of(Map.of("OUTLAST_HOME", file.toString())));
        assertThatThrownBy(() -> controller.start(0))
                .isInstanceOf(ControllerException.class)
                .hasMessage("cannot start a controller in " + file
                        + ": " + file + " is no directory; OUTLAST_HOME must name a directory of yours, or one that"
                        + " can be made");
    }

    @Test
    void theScriptServesWithTheSameFlags() throws Exception {
        var script = Files.readString(
                Path.of(System.getProperty("outlast.root", "..")).resolve("outlast"));
        var serve = script.substring(script.indexOf("serve() {"), script.indexOf(ServerCommand.MAIN));
        assertThat(serve.lines()
                        .map(line -> line.strip().replaceAll(" *\\\\$", ""))
                        .filter(line -> line.startsWith("-") && !line.startsWith("-cp")))
                .isEqualTo(ServerCommand.FLAGS);
        assertThat(ServerCommand.foreground(80)).endsWith(ServerCommand.MAIN, "run", "--port", "80");
        assertThat(ServerCommand.foreground(-1)).endsWith(ServerCommand.MAIN, "run");
    }

    /// A command of the script has no class of the server on its own class path.
    @Test
    void aServerHasTheClassPathOfTheLayout(@TempDir Path layout) throws Exception {
        assertThat(System.getProperty("java.class.path")).startsWith(classPathOf(ServerCommand.of("run")));
        Files.writeString(layout.resolve("classpath"), "/built/there/lib/a.jar:/built/there/lib/b.jar\n");
        System.setProperty("outlast.layout", layout.toString());
        try {
            assertThat(classPathOf(ServerCommand.of("run")))
                    .isEqualTo(layout.resolve("lib/a.jar") + ":" + layout.resolve("lib/b.jar"));
        } finally {
            System.clearProperty("outlast.layout");
        }
    }

    private static String classPathOf(List<String> command) {
        return command.get(command.indexOf("-cp") + 1);
    }
}
