package dev.outlast.controller.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.outlast.controller.lifecycle.Contact;
import dev.outlast.controller.lifecycle.JobState;
import dev.outlast.controller.lifecycle.Phase;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What is written today must be readable for ever: the golden files are the promise.
///
/// A new variant or member: add it to [SampleStates], run with `-Doutlast.golden=write`, look at the difference. A
/// golden file that *changes* means that stored states of older versions may no longer be read.
class StateCodecTest {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final Path GOLDEN =
            Path.of("src/test/resources/dev/outlast/controller/codec/golden").toAbsolutePath();

    static Stream<String> goldenNames() {
        return SampleStates.all().keySet().stream();
    }

    @ParameterizedTest
    @MethodSource("goldenNames")
    void encodesToTheGoldenFileAndBack(String name) throws Exception {
        var state = sample(name);
        var file = GOLDEN.resolve(name + ".json");
        if ("write".equals(System.getProperty("outlast.golden"))) {
            var pretty = MAPPER.writerWithDefaultPrettyPrinter()
                    .writeValueAsString(MAPPER.readTree(StateCodec.encode(state)));
            Files.writeString(file, pretty + "\n");
        }
        assertThat(file).exists();
        var golden = Files.readString(file);
        assertThat(MAPPER.readTree(StateCodec.encode(state))).isEqualTo(MAPPER.readTree(golden));
        assertThat(StateCodec.decode(golden)).isEqualTo(new Decoded(state, Unknown.NONE));
    }

    @Test
    void everyVariantIsInAGoldenFileAndEveryGoldenFileIsTested() throws Exception {
        var variants = new HashSet<Class<?>>();
        VariantWalk.variantsOf(JobState.class, variants);
        var seen = new HashSet<Class<?>>();
        var names = new ArrayList<String>();
        try (var files = Files.list(GOLDEN)) {
            for (var file : files.toList()) {
                names.add(file.getFileName().toString().replace(".json", ""));
                VariantWalk.classesIn(StateCodec.decode(Files.readString(file)).state(), seen);
            }
        }
        assertThat(variants).hasSizeGreaterThan(20);
        assertThat(seen).containsAll(variants);
        assertThat(names).containsExactlyInAnyOrderElementsOf(SampleStates.all().keySet());
    }

    @Test
    void anyStateComesBackExactly() throws Exception {
        for (var seed = 0; seed < 2_000; seed++) {
            var state = (JobState) new RandomValues(seed).of(JobState.class);
            var decoded = StateCodec.decode(StateCodec.encode(state));
            assertThat(decoded).as("seed %d", seed).isEqualTo(new Decoded(state, Unknown.NONE));
        }
    }

    @Test
    void unknownMembersAnywhereAreKeptWhileTheStateIsTheSame() throws Exception {
        for (var name : SampleStates.all().keySet()) {
            var tree = MAPPER.readTree(StateCodec.encode(sample(name)));
            objectsIn(tree).forEach(o -> o.putObject("fromTomorrow").put("x", 1));
            var decoded = StateCodec.decode(tree.toString());
            assertThat(decoded.state()).isEqualTo(sample(name));
            assertThat(MAPPER.readTree(StateCodec.encode(decoded.state(), decoded.unknown())))
                    .as(name)
                    .isEqualTo(tree);
        }
    }

    @Test
    void unknownMembersOfWhatIsGoneAreDropped() throws Exception {
        var tree = MAPPER.readTree(StateCodec.encode(sample("running")));
        objectsIn(tree).forEach(o -> o.put("new", 1));
        var decoded = StateCodec.decode(tree.toString());
        var task = decoded.state().task(0);
        var running = (Phase.Running) task.phase();

        var lost = new Phase.Running(running.live(), running.since(), new Contact.Lost(Instant.EPOCH, "silent"));
        var out = encoded(new JobState(List.of(task.in(lost)), "ann"), decoded.unknown());
        assertThat(out.at("/new").asInt()).isEqualTo(1);
        assertThat(out.at("/cancelledBy").asText()).isEqualTo("ann");
        assertThat(out.at("/tasks/0/ledger/new").asInt()).isEqualTo(1);
        assertThat(out.at("/tasks/0/phase/new").asInt()).isEqualTo(1);
        assertThat(out.at("/tasks/0/phase/live/handle/new").asInt()).isEqualTo(1);
        assertThat(out.at("/tasks/0/phase/contact").has("new")).isFalse();

        var ended = encoded(new JobState(List.of(task.in(new Phase.Queued(running.since()))), ""), decoded.unknown());
        assertThat(ended.at("/tasks/0/new").asInt()).isEqualTo(1);
        assertThat(ended.at("/tasks/0/phase").has("new")).isFalse();
    }

    @Test
    void whatCannotBeReadSaysWhereAndWhy() {
        assertUndecodable("", "not an object");
        assertUndecodable("{", "not JSON");
        assertUndecodable("[]", "state is not an object");
        assertUndecodable("{\"v\":2}", "state is of format 2, this version reads 1");
        assertUndecodable("{\"v\":1,\"tasks\":[],\"cancelledBy\":\"\"}", "at least one task");
        assertUndecodable("{\"v\":1,\"v\":1}", "not JSON");
        var running = StateCodec.encode(sample("running"));
        assertUndecodable(running + "x", "not JSON");
        assertUndecodable(
                running.replace("\"running\"", "\"floating\""), "phase: this version does not know \"floating\"");
        assertUndecodable(running.replace("\"lastAttempt\":3", "\"lastAttempt\":\"3\""), "lastAttempt is not a 32-bit");
        assertUndecodable(running.replace("\"lastAttempt\":3,", ""), "state.tasks[0].ledger.lastAttempt is missing");
        assertUndecodable("{\"a\":".repeat(5000), "not JSON");
    }

    /// Removes or replaces each node in turn: nothing but a value or [UndecodableState] comes out.
    @Test
    void damagedTextsNeverThrowAnythingElse() throws Exception {
        var random = new Random(7);
        for (var name : SampleStates.all().keySet()) {
            for (var round = 0; round < 100; round++) {
                var tree = MAPPER.readTree(StateCodec.encode(sample(name)));
                var objects = objectsIn(tree);
                var victim = objects.get(random.nextInt(objects.size()));
                var members =
                        victim.properties().stream().map(Map.Entry::getKey).toList();
                var member = members.get(random.nextInt(members.size()));
                switch (random.nextInt(5)) {
                    case 0 -> victim.remove(member);
                    case 1 -> victim.putNull(member);
                    case 2 -> victim.put(member, "PREEMPTED");
                    case 3 -> victim.put(member, -1.5e300);
                    default -> victim.putArray(member).addObject();
                }
                try {
                    assertThat(StateCodec.decode(tree.toString())).isNotNull();
                } catch (UndecodableState expected) {
                    assertThat(expected).hasMessageContaining("state");
                }
            }
        }
    }

    @Test
    void metaComesBackExactly() throws Exception {
        var meta = new JobMeta(List.of("sky-2026-11-21_a-0", "b \"c\""), 3, 16, 12);
        assertThat(MetaCodec.encode(meta))
                .isEqualTo("{\"v\":1,\"taskIds\":[\"sky-2026-11-21_a-0\",\"b \\\"c\\\"\"],\"jobRank\":3,\"numJobs\":16,"
                        + "\"retryOf\":12}");
        assertThat(MetaCodec.decode(MetaCodec.encode(meta))).isEqualTo(meta);
        for (var bad : List.of(
                "{}",
                "[]",
                "{\"v\":1,\"taskIds\":[1],\"jobRank\":0,\"numJobs\":1,\"retryOf\":0}",
                "{\"v\":1,\"taskIds\":[],\"jobRank\":1,\"numJobs\":1,\"retryOf\":0}")) {
            assertThatExceptionOfType(UndecodableState.class).isThrownBy(() -> MetaCodec.decode(bad));
        }
    }

    private static void assertUndecodable(String text, String reason) {
        assertThatExceptionOfType(UndecodableState.class)
                .isThrownBy(() -> StateCodec.decode(text))
                .withMessageContaining(reason);
    }

    private static JobState sample(String name) {
        return Objects.requireNonNull(SampleStates.all().get(name));
    }

    private static JsonNode encoded(JobState state, Unknown unknown) throws Exception {
        return MAPPER.readTree(StateCodec.encode(state, unknown));
    }

    private static List<ObjectNode> objectsIn(JsonNode tree) {
        var found = new ArrayList<ObjectNode>();
        if (tree instanceof ObjectNode object) {
            found.add(object);
        }
        if (tree instanceof ObjectNode || tree instanceof ArrayNode) {
            tree.forEach(child -> found.addAll(objectsIn(child)));
        }
        return found;
    }
}
