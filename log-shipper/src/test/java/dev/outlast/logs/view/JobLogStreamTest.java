package dev.outlast.logs.view;

import static org.assertj.core.api.Assertions.assertThat;

import dev.outlast.core.job.JobId;
import dev.outlast.logs.LogTree;
import dev.outlast.logs.MemoryDirectory;
import dev.outlast.logs.RankKey;
import dev.outlast.logs.RankLog;
import dev.outlast.logs.SegmentLimits;
import dev.outlast.logs.SpaceGuard;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class JobLogStreamTest {
    private static final JobId JOB = new JobId(6);

    private final Map<RankKey, RankLog> logs = new HashMap<>();
    private final Map<RankKey, ByteArrayOutputStream> printed = new HashMap<>();
    private Instant now = Instant.ofEpochSecond(1_000_000);

    @TempDir(factory = MemoryDirectory.class)
    private Path directory;

    private LogTree tree = new LogTree(Path.of("unused"));

    static LongStream seeds() {
        return LongStream.range(0, 150);
    }

    @BeforeEach
    void begin() {
        tree = new LogTree(directory, new SegmentLimits(3_000, 700));
    }

    @Test
    void oneRankIsShownAsItIs() throws IOException {
        print(0, 1, 0, "a\0\r\u00e4\nno line end");
        var outline = outline(attempt(0, 1, 1, true));
        assertThat(all(outline)).isEqualTo("a\0\r\u00e4\nno line end");
    }

    @Test
    void attemptsAndTasksFollowEachOtherWithTheirSeparators() throws IOException {
        print(0, 1, 0, "one");
        print(0, 2, 0, "two\n");
        print(1, 1, 0, "three\n");
        var outline = outline(
                new AttemptLog(0, 1, 1, "", true, AttemptLog.CUT_OFF),
                new AttemptLog(1, 1, 1, "[outlast: task 1]", true, ""),
                new AttemptLog(0, 2, 1, "[outlast: attempt 2 in local/west]", true, ""));
        assertThat(all(outline))
                .isEqualTo("one\n" + AttemptLog.CUT_OFF
                        + "\n[outlast: attempt 2 in local/west]\ntwo\n[outlast: task 1]\nthree\n");
        assertThat(all(outline.onlyAttempt(2))).isEqualTo("[outlast: attempt 2 in local/west]\ntwo\n");
        assertThat(all(outline.onlyTask(1))).isEqualTo("[outlast: task 1]\nthree\n");
    }

    @Test
    void aFollowerGoesOnAcrossARecovery() throws IOException {
        var stream = new JobLogStream(tree);
        var outline = outline(attempt(0, 1, 1, false));
        var chunk = stream.readNext(outline, JobLogCursor.START, 4096);
        assertThat(text(chunk)).isEmpty();
        print(0, 1, 0, "half");
        chunk = stream.readNext(outline, chunk.next(), 4096);
        assertThat(text(chunk)).isEqualTo("half");
        print(0, 1, 0, " line");
        outline = outline(attempt(0, 1, 1, true));
        chunk = stream.readNext(outline, chunk.next(), 4096);
        assertThat(text(chunk)).isEqualTo(" line");
        assertThat(chunk.end()).isTrue();
        print(0, 2, 0, "again\n");
        outline = outline(attempt(0, 1, 1, true), new AttemptLog(0, 2, 1, "[again]", false, ""));
        chunk = stream.readNext(outline, chunk.next(), 4096);
        assertThat(text(chunk)).isEqualTo("\n[again]\nagain\n");
        assertThat(chunk.end()).isFalse();
    }

    @Test
    void severalRanksAreShownInWholeLinesByTime() throws IOException {
        print(0, 1, 0, "h1\nh");
        now = now.plusSeconds(5);
        print(0, 1, 1, "w1\nw2\nrest");
        now = now.plusSeconds(5);
        print(0, 1, 0, "2\n");
        var running = outline(attempt(0, 1, 2, false));
        var chunk = new JobLogStream(tree).readNext(running, JobLogCursor.START, 4096);
        // The line "h2" began before the worker's: its first byte counts.
        assertThat(text(chunk)).isEqualTo("(head, rank 0) h1\n(head, rank 0) h2\n(rank 1) w1\n(rank 1) w2\n");
        chunk = new JobLogStream(tree).readNext(outline(attempt(0, 1, 2, true)), chunk.next(), 4096);
        assertThat(text(chunk)).isEqualTo("(rank 1) rest\n");
        assertThat(chunk.end()).isTrue();
    }

    @Test
    void anEndlessLineDoesNotStopTheOtherRanks() throws IOException {
        print(0, 1, 0, "x".repeat(40_000));
        print(0, 1, 1, "w\n");
        var shown = all(outline(attempt(0, 1, 2, true)));
        var piece = "(head, rank 0) " + "x".repeat(Lane.LONGEST_LINE) + "\n";
        assertThat(shown).startsWith(piece + piece + "(head, rank 0) xxx").endsWith("(rank 1) w\n");
        print(0, 2, 0, "y".repeat(Lane.LONGEST_LINE) + "\nz\n");
        assertThat(all(outline(attempt(0, 2, 2, true))))
                .isEqualTo("(head, rank 0) " + "y".repeat(Lane.LONGEST_LINE) + "\n(head, rank 0) z\n");
    }

    @Test
    void aGapIsALine() throws IOException {
        print(0, 1, 0, "one");
        log(0, 1, 0).append(10, "two\n".getBytes(StandardCharsets.UTF_8), now);
        assertThat(all(outline(attempt(0, 1, 1, true))))
                .isEqualTo("one\n[outlast: 7 bytes of log are missing here]\ntwo\n");
        assertThat(all(outline(attempt(0, 1, 2, true)))).isEqualTo("""
                        (head, rank 0) one
                        (head, rank 0) [outlast: 7 bytes of log are missing here]
                        (head, rank 0) two
                        """);
    }

    @Test
    void theTailReachesOverAttempts() throws IOException {
        print(0, 1, 0, "a\nb\nc\n");
        print(0, 2, 0, "d\ne");
        var outline = outline(attempt(0, 1, 1, true), new AttemptLog(0, 2, 1, "[2]", false, ""));
        assertThat(tail(outline, 0)).isEmpty();
        assertThat(tail(outline, 1)).isEqualTo("e");
        assertThat(tail(outline, 2)).isEqualTo("d\ne");
        assertThat(tail(outline, 3)).isEqualTo("c\n[2]\nd\ne");
        assertThat(tail(outline, 9)).isEqualTo("a\nb\nc\n[2]\nd\ne");
    }

    @Test
    void theTailOfSeveralRanksIsThatOfTheMergedView() throws IOException {
        for (int line = 0; line < 200; line++) {
            now = now.plusSeconds(1);
            print(0, 1, line % 3, "line " + line + "\n");
        }
        var outline = outline(attempt(0, 1, 3, true));
        var lines = all(outline).split("(?<=\n)");
        assertThat(lines).hasSize(200);
        for (var count : new int[] {1, 2, 7, 100, 199, 200, 201}) {
            var expected = String.join("", Arrays.asList(lines).subList(Math.max(0, 200 - count), 200));
            assertThat(tail(outline, count)).isEqualTo(expected);
        }
    }

    @Test
    void cursorsAreTextAndNonsenseIsNone() {
        var random = new Random(1);
        for (int round = 0; round < 500; round++) {
            var positions = new ArrayList<JobLogCursor.Position>();
            for (int rank = 0; rank < random.nextInt(5); rank++) {
                positions.add(new JobLogCursor.Position(random.nextLong(1L << 50), random.nextBoolean()));
            }
            var cursor = new JobLogCursor(random.nextInt(9), random.nextInt(9), random.nextBoolean(), positions);
            assertThat(cursor.token()).matches("[0-9a-z.-]+");
            assertThat(JobLogCursor.parse(cursor.token())).contains(cursor);
            var broken = new StringBuilder(cursor.token());
            broken.setCharAt(random.nextInt(broken.length()), (char) random.nextInt(128));
            assertThat(JobLogCursor.parse(broken.toString())).isNotNull();
        }
        for (var nonsense : List.of("", "1", "2.0.0.0", "1.0.0.2", "1.-1.0.0", "1.0.0.0.-", "1.0.0.0.-1", "....")) {
            assertThat(JobLogCursor.parse(nonsense)).isEmpty();
        }
    }

    /// However it is cut into chunks, whoever resumes from whichever token, whenever it is read: the same text.
    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void chunksAndRestartsMakeNoDifference(long seed) throws IOException {
        var random = new Random(seed);
        var ranks = 1 + random.nextInt(3);
        var stream = new JobLogStream(tree);
        var cursor = JobLogCursor.START;
        var seen = new StringBuilder();
        var attempts = 1;
        for (int step = 0; step < 60; step++) {
            now = now.plusMillis(random.nextInt(1500));
            switch (random.nextInt(8)) {
                case 0 -> log(0, attempts, random.nextInt(ranks)).seal();
                case 1 -> attempts += random.nextInt(8) == 0 ? 1 : 0;
                case 2 -> stream = new JobLogStream(tree);
                case 3, 4 -> {
                    var chunk = stream.readNext(outline(attempts, ranks, false), cursor, 1024 + random.nextInt(3000));
                    seen.append(text(chunk));
                    cursor = JobLogCursor.parse(chunk.next().token()).orElseThrow();
                }
                default -> print(0, attempts, random.nextInt(ranks), noise(random));
            }
        }
        var ended = outline(attempts, ranks, true);
        for (var end = false; !end; ) {
            var chunk = stream.readNext(ended, cursor, 2000);
            seen.append(text(chunk));
            cursor = chunk.next();
            end = chunk.end();
        }
        if (ranks == 1) {
            assertThat(seen.toString()).isEqualTo(all(ended));
        }
        for (var rank = 0; rank < ranks; rank++) {
            for (int attempt = 1; attempt <= attempts; attempt++) {
                assertThat(ofRank(seen.toString(), attempt, rank, ranks)).isEqualTo(printed(attempt, rank));
            }
        }
    }

    private static JobLogOutline outline(int attempts, int ranks, boolean ended) {
        var list = new ArrayList<AttemptLog>();
        for (int attempt = 1; attempt <= attempts; attempt++) {
            list.add(new AttemptLog(0, attempt, ranks, "[attempt " + attempt + "]", ended || attempt < attempts, ""));
        }
        return new JobLogOutline(JOB, list);
    }

    private List<String> printed(int attempt, int rank) {
        var all = printed.getOrDefault(new RankKey(JOB, 0, attempt, rank), new ByteArrayOutputStream());
        return all.toString(StandardCharsets.UTF_8).lines().toList();
    }

    private static List<String> ofRank(String seen, int attempt, int rank, int ranks) {
        var lines = new ArrayList<String>();
        var prefix = ranks == 1 ? "" : rank == 0 ? "(head, rank 0) " : "(rank " + rank + ") ";
        var within = false;
        for (var line : seen.lines().toList()) {
            if (line.startsWith("[attempt ")) {
                within = line.equals("[attempt " + attempt + "]");
            } else if (within && line.startsWith(prefix)) {
                lines.add(line.substring(prefix.length()));
            }
        }
        return lines;
    }

    private static String noise(Random random) {
        var text = new StringBuilder();
        for (int letter = 0; letter < random.nextInt(600); letter++) {
            text.append(random.nextInt(30) == 0 ? '\n' : (char) ('a' + random.nextInt(26)));
        }
        return text.toString();
    }

    private static AttemptLog attempt(int task, int attempt, int ranks, boolean ended) {
        return new AttemptLog(task, attempt, ranks, "", ended, "");
    }

    private static JobLogOutline outline(AttemptLog... attempts) {
        return new JobLogOutline(JOB, List.of(attempts));
    }

    private RankLog log(int task, int attempt, int rank) throws IOException {
        var key = new RankKey(JOB, task, attempt, rank);
        var log = logs.get(key);
        if (log == null) {
            log = tree.open(key, 1, SpaceGuard.OPEN);
            logs.put(key, log);
        }
        return log;
    }

    private void print(int task, int attempt, int rank, String text) throws IOException {
        var log = log(task, attempt, rank);
        var bytes = text.getBytes(StandardCharsets.UTF_8);
        log.append(log.nextOffset(), bytes, now);
        printed.computeIfAbsent(log.key(), _ -> new ByteArrayOutputStream()).writeBytes(bytes);
    }

    private String all(JobLogOutline outline) throws IOException {
        return from(outline, JobLogCursor.START);
    }

    private String tail(JobLogOutline outline, int lines) throws IOException {
        return from(outline, new JobLogStream(tree).tail(outline, lines));
    }

    private String from(JobLogOutline outline, JobLogCursor start) throws IOException {
        var stream = new JobLogStream(tree);
        var seen = new StringBuilder();
        var cursor = start;
        while (true) {
            var chunk = stream.readNext(outline, cursor, 1 << 16);
            if (!chunk.bytes().hasRemaining()) {
                return seen.toString();
            }
            seen.append(text(chunk));
            cursor = chunk.next();
        }
    }

    private static String text(Chunk chunk) {
        return StandardCharsets.UTF_8.decode(chunk.bytes()).toString();
    }
}
