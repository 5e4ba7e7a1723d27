package dev.outlast.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TokenTest {
    private static final String ROW = """
            "id":"k3v9x2qa4m","user":"ann@0123abcd","role":"user","created_at":"2026-11-21T11:00:00Z",
            "created_by":"root","expires_at":"2026-12-21T11:00:00Z","revoked_at":null,"last_used_at":null""";

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    @SuppressWarnings("NullAway.Init")
    private FakeController fake;

    private final Map<String, String> environment = new HashMap<>();

    @BeforeEach
    void start() throws IOException {
        fake = new FakeController();
        environment.put("OUTLAST_ENDPOINT", fake.address());
    }

    @AfterEach
    void stop() {
        fake.close();
    }

    private Run run(String... arguments) {
        return Run.command(folder, environment, null, arguments);
    }

    @Test
    void aNewTokenIsAllThatIsPrinted() throws IOException {
        fake.on("POST /v1/tokens", 201, "{\"token\":\"ol_k3v9x2qa4m_00\"," + ROW + "}");
        var made = run("token", "create", "--user", "ann", "--role", "USER", "--expires", "30d");

        assertThat(made.exitCode()).isZero();
        assertThat(made.out()).isEqualTo("ol_k3v9x2qa4m_00\n");
        assertThat(made.err()).contains("not shown again", "OUTLAST_TOKEN", "sky_");
        var body = new ObjectMapper()
                .readTree(fake.asked("POST /v1/tokens").getFirst().body());
        assertThat(body.toString()).isEqualTo("{\"user\":\"ann\",\"role\":\"user\",\"expires_in\":2592000}");
        assertThat(run("token", "create", "--role", "admin", "-o", "json").out())
                .contains("ol_k3v9x2qa4m_00");
        assertThat(fake.asked("POST /v1/tokens").getLast().body()).contains("\"ada\"");
    }

    @Test
    void tokensAreListed() {
        fake.on("GET /v1/tokens", 200, "{\"tokens\":[{" + ROW + "}]}");

        assertThat(run("token", "list").out()).isEqualTo("""
                ID          USER          ROLE  CREATED  LAST USED  STATE
                k3v9x2qa4m  ann@0123abcd  user  1 h ago  never      until 2026-12-21
                """);
        assertThat(run("token", "list", "-o", "json").out()).startsWith("[");
    }

    @Test
    void oneIsRevoked() {
        fake.on("POST /v1/tokens/k3v9x2qa4m/revoke", 200, "{" + ROW + "}");

        assertThat(run("token", "revoke", "k3v9x2qa4m").out())
                .isEqualTo("Token k3v9x2qa4m of ann@0123abcd opens nothing any more.\n");
    }

    @Test
    void whatTheControllerSaysOfATokenIsShown() {
        var said = "the token k3v9x2qa4m expired at 2026-11-20T00:00:00Z; ask for a new one";
        fake.on("GET /v1/status", 401, FakeController.error("token_expired", said));
        fake.on("GET /v1/jobs", 401, FakeController.error("token_expired", said));
        var refused = run("queue");

        assertThat(refused.exitCode()).isEqualTo(ExitCodes.REFUSED);
        assertThat(refused.err()).isEqualTo("outlast: " + said + "\n");
    }

    @Test
    void whatMakesNoSenseIsTold() {
        assertThat(run("token").exitCode()).isEqualTo(ExitCodes.USAGE);
        assertThat(run("token", "create").exitCode()).isEqualTo(ExitCodes.USAGE);
        assertThat(run("token", "create", "--role", "user", "--expires", "soon").err())
                .contains("'soon' is no time");
    }
}
