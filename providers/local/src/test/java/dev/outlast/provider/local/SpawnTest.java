package dev.outlast.provider.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpawnTest {
    @TempDir
    Path directory;

    @BeforeEach
    void only_where_it_is_used() {
        assumeTrue(Spawn.AVAILABLE.isPresent(), "this C library has no posix_spawn with all it needs");
    }

    @Test
    void a_child_has_its_directory_and_what_it_was_given_and_nothing_else() throws Exception {
        try (var open = new ServerSocket(0)) {
            assertThat(open.isBound()).isTrue();
            assertThat(exit("pwd; env | sort; ls /proc/$$/fd | tr '\\n' ' '", Map.of("A", "b c")))
                    .isZero();
        }
        var said = Files.readAllLines(directory.resolve("err"));
        assertThat(said.getFirst()).isEqualTo(directory.toRealPath().toString());
        assertThat(said).contains("A=b c").noneMatch(line -> line.startsWith("HOME="));
        assertThat(said.getLast().strip().split(" ")).containsOnly("0", "1", "2");
    }

    @Test
    void it_leads_a_session_of_its_own_and_ignores_and_blocks_no_signal() throws Exception {
        // In /proc/PID/stat the fifth word is the group, the sixth the session.
        assertThat(exit(
                        "read -r me _ _ _ group session _ </proc/self/stat; [ $$ = $group ] && [ $$ = $session ]"
                                + " && while read -r line; do case $line in SigBlk*|SigIgn*) echo \"$line\" ;; esac;"
                                + " done </proc/self/status",
                        Map.of()))
                .isZero();
        assertThat(Files.readAllLines(directory.resolve("err")))
                // 32 and 33 are the C library's own.
                .allMatch(line -> line.matches(".*:\t0000000[01][08]0000000"))
                .hasSize(2);
    }

    @Test
    void how_it_ended_is_known() throws Exception {
        assertThat(exit("exit 7", Map.of())).isEqualTo(7);
        assertThat(exit("kill -9 $$", Map.of())).isEqualTo(137);
    }

    @Test
    void what_cannot_be_started_is_an_error() {
        var spawn = Spawn.AVAILABLE.orElseThrow();
        var nowhere = directory.resolve("nowhere");
        assertThatThrownBy(() -> spawn.start(
                        new Spawn.Command(List.of("sh", "-c", ":"), nowhere, Map.of(), directory.resolve("err"))))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("no such file or directory");
    }

    private int exit(String script, Map<String, String> environment) throws Exception {
        var spawn = Spawn.AVAILABLE.orElseThrow();
        var argv = List.of("sh", "-c", "exec >&2; " + script);
        var child = Started.of(
                spawn, spawn.start(new Spawn.Command(argv, directory, environment, directory.resolve("err"))));
        var code = child.exit().get(20, TimeUnit.SECONDS);
        assertThat(child.isAlive()).isFalse();
        assertThat(Path.of("/proc/" + child.handle().pid())).doesNotExist();
        return code;
    }
}
