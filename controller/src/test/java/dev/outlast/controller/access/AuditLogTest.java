package dev.outlast.controller.access;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.outlast.core.access.AuditChain;
import dev.outlast.core.access.Role;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AuditLogTest {
    private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path home;

    private AuditLog open(AuditLog.Limits limits) throws IOException {
        return AuditLog.open(home.resolve("audit"), limits, () -> NOON);
    }

    private static Audit.Deed deed(String about, Long... jobs) {
        return new Audit.Deed(
                Identity.of("ann@0123abcd", Role.USER, "k3v9x2qa4m"),
                "",
                "192.0.2.7",
                "POST /v1/jobs",
                List.of(jobs),
                about,
                "201");
    }

    private List<Path> files() throws IOException {
        try (var entries = Files.list(home.resolve("audit"))) {
            return entries.sorted().toList();
        }
    }

    private List<String> lines() throws IOException {
        var lines = new ArrayList<String>();
        for (var file : files()) {
            lines.addAll(Files.readAllLines(file));
        }
        return lines;
    }

    private static void hangTogether(List<String> lines) {
        var previous = AuditChain.read(lines.getFirst()).orElseThrow().previous();
        for (var line : lines) {
            var link = AuditChain.read(line).orElseThrow(() -> new AssertionError(line));
            assertThat(link.previous()).as(line).isEqualTo(previous);
            previous = link.hash();
        }
    }

    @Test
    void aLineSaysWhoDidWhatFromWhere() throws Exception {
        try (var log = open(AuditLog.Limits.DEFAULT)) {
            log.write(deed("", 17L));
        }
        JsonNode line = new ObjectMapper().readTree(lines().getLast());

        assertThat(line.get("seq").longValue()).isEqualTo(2);
        assertThat(line.get("at").textValue()).isEqualTo("2026-11-21T12:00:00Z");
        assertThat(line.get("user").textValue()).isEqualTo("ann@0123abcd");
        assertThat(line.get("role").textValue()).isEqualTo("user");
        assertThat(line.get("token").textValue()).isEqualTo("k3v9x2qa4m");
        assertThat(line.get("from").textValue()).isEqualTo("192.0.2.7");
        assertThat(line.get("did").textValue()).isEqualTo("POST /v1/jobs");
        assertThat(line.get("jobs").toString()).isEqualTo("[17]");
        assertThat(line.get("result").textValue()).isEqualTo("201");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(files().getFirst())))
                .isEqualTo("rw-------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(home.resolve("audit"))))
                .isEqualTo("rwx------");
    }

    @Test
    void theChainGoesOnOverRestartsAndFiles() throws Exception {
        for (int i = 0; i < 3; i++) {
            try (var log = open(new AuditLog.Limits(1_000, 100))) {
                for (long job = 1; job <= 10; job++) {
                    log.write(deed("", job));
                }
            }
        }

        assertThat(files()).hasSizeGreaterThan(3);
        assertThat(lines()).hasSize(33);
        assertThat(AuditChain.read(lines().getFirst()).orElseThrow().previous()).isEqualTo(AuditChain.START);
        hangTogether(lines());
    }

    @Test
    void theOldestFileGoes() throws Exception {
        try (var log = open(new AuditLog.Limits(1_000, 3))) {
            for (long job = 1; job <= 100; job++) {
                log.write(deed("", job));
            }
        }

        assertThat(files()).hasSize(3);
        hangTogether(lines());
        assertThat(lines().getLast()).startsWith("{\"seq\":101,");
    }

    @Test
    void whatACrashCutOffIsLeftAsItIs() throws Exception {
        try (var log = open(AuditLog.Limits.DEFAULT)) {
            log.write(deed("", 1L));
        }
        Files.writeString(files().getFirst(), "{\"seq\":3,\"at\":\"20", StandardOpenOption.APPEND);
        try (var log = open(AuditLog.Limits.DEFAULT)) {
            log.write(deed("", 2L));
        }

        assertThat(files()).hasSize(2);
        var lines = lines();
        assertThat(lines.remove(2)).isEqualTo("{\"seq\":3,\"at\":\"20");
        hangTogether(lines);
        assertThat(lines).hasSize(4);
    }

    @Test
    void aLogThatWasTamperedWithBeginsAnew() throws Exception {
        try (var log = open(AuditLog.Limits.DEFAULT)) {
            log.write(deed("", 1L));
        }
        var file = files().getFirst();
        Files.writeString(file, Files.readString(file).replace("\"jobs\":[1]", "\"jobs\":[2]"));
        try (var log = open(AuditLog.Limits.DEFAULT)) {
            log.write(deed("", 3L));
        }

        assertThat(files()).hasSize(2);
        assertThat(AuditChain.read(Files.readAllLines(files().getLast()).getFirst())
                        .orElseThrow()
                        .previous())
                .isEqualTo(AuditChain.START);
    }

    @Test
    void whatOthersWriteStaysInItsPlace() throws Exception {
        var nasty = "a\",\"result\":\"x\n{\"seq\":9,\u2028" + "b".repeat(10_000);
        try (var log = open(AuditLog.Limits.DEFAULT)) {
            log.write(deed(nasty, LongStream.rangeClosed(1, 100_000).boxed().toArray(Long[]::new)));
            log.write(deed("", 7L));
        }
        hangTogether(lines());
        var line = new ObjectMapper().readTree(lines().get(1));

        assertThat(lines().get(1).length()).isLessThan(2_000);
        assertThat(line.get("about").textValue()).startsWith("a\",\"result\"").hasSize(201);
        assertThat(line.get("jobs")).hasSize(100);
        assertThat(line.get("more_jobs").intValue()).isEqualTo(99_900);
        try (var log = open(AuditLog.Limits.DEFAULT)) {
            log.write(deed("", 8L));
        }
        hangTogether(lines());
        assertThat(files()).hasSize(1);
    }

    @Test
    void whatCouldNotBeWrittenIsCounted() throws Exception {
        var log = open(new AuditLog.Limits(1, 10));
        // Every line takes a file of its own, and the next one's name is taken.
        Files.createDirectory(home.resolve("audit/audit-000002.jsonl"));
        log.write(deed("", 1L));
        log.write(deed("", 2L));
        log.settle();
        Files.delete(home.resolve("audit/audit-000002.jsonl"));
        log.write(deed("", 3L));
        log.close();

        assertThat(lines()).hasSize(2);
        hangTogether(lines());
        assertThat(new ObjectMapper()
                        .readTree(lines().getLast())
                        .get("lost_before")
                        .intValue())
                .isEqualTo(2);
    }
}
