package dev.outlast.checkpointing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.outlast.checkpointing.ManifestCodec.Reading;
import dev.outlast.core.checkpoint.Manifest;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ManifestCodecTest {
    private static final String HASH_OF_A = "ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb";
    private static final String HASH_OF_NOTHING = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

    private static final Manifest OURS = new Manifest(
            1200,
            3,
            17,
            "sky-managed-2026-11-21-10-00-00-000001_train_7-0",
            Instant.parse("2026-11-21T10:32:05Z"),
            List.of(
                    new Manifest.Entry("step-000001200.3/weights.bin", 44016, HASH_OF_A),
                    new Manifest.Entry("step-000001200.3/Zustand für später.json", 0, HASH_OF_NOTHING)));

    @Test
    void writes_what_the_golden_file_says() throws Exception {
        String golden = Files.readString(golden("written-by-us.json")).strip();

        assertThat(new String(ManifestCodec.write(OURS), UTF_8)).isEqualTo(golden);
        assertThat(ManifestCodec.read(golden.getBytes(UTF_8))).isEqualTo(new Reading.Whole(OURS));
    }

    @Test
    void reads_other_writers_and_ignores_fields_it_does_not_know() throws Exception {
        Instant time = Instant.parse("2026-11-21T10:32:05.250Z");
        Manifest expected = new Manifest(0, 1, 1, "t", time, List.of(new Manifest.Entry("a", 1, HASH_OF_A)));

        assertThat(ManifestCodec.read(Files.readAllBytes(golden("written-by-others.json"))))
                .isEqualTo(new Reading.Whole(expected));
    }

    @ParameterizedTest
    @MethodSource("unreadable")
    void says_why_it_cannot_be_read(Path file) throws IOException {
        Reading reading = ManifestCodec.read(Files.readAllBytes(file));

        assertThat(reading)
                .isInstanceOfSatisfying(
                        Reading.Unreadable.class,
                        unreadable -> assertThat(unreadable.reason())
                                .isNotBlank()
                                .hasSizeLessThanOrEqualTo(201)
                                .doesNotContainPattern("\\p{Cntrl}"));
    }

    @Test
    void refuses_what_is_too_large_before_parsing_it() {
        byte[] huge = new byte[ManifestCodec.MAX_BYTES + 1];
        Arrays.fill(huge, (byte) ' ');

        assertThat(ManifestCodec.read(huge))
                .isEqualTo(new Reading.Unreadable("larger than " + ManifestCodec.MAX_BYTES + " bytes"));
    }

    @Test
    void refuses_more_than_100k_files_and_writes_as_many() {
        List<Manifest.Entry> files = new ArrayList<>(IntStream.range(0, ManifestRules.MAX_FILES)
                .mapToObj(i -> new Manifest.Entry("f" + i, i, HASH_OF_A))
                .toList());
        Manifest most = new Manifest(1, 1, 1, "t", Instant.EPOCH, files);
        byte[] json = ManifestCodec.write(most);
        assertThat(ManifestCodec.read(json)).isEqualTo(new Reading.Whole(most));

        String one = "{\"name\":\"f\",\"size\":0,\"sha256\":\"" + HASH_OF_A + "\"},";
        String tooMany = new String(json, UTF_8).replace("\"files\":[", "\"files\":[" + one);
        assertThat(ManifestCodec.read(tooMany.getBytes(UTF_8)))
                .isEqualTo(new Reading.Unreadable("it lists more than 100000 files"));
    }

    @Test
    void writes_only_what_it_would_read() {
        Manifest climbing =
                new Manifest(1, 1, 1, "t", Instant.EPOCH, List.of(new Manifest.Entry("../a", 1, HASH_OF_A)));

        assertThatThrownBy(() -> ManifestCodec.write(climbing)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void every_cut_off_manifest_is_unreadable() {
        byte[] whole = ManifestCodec.write(OURS);

        for (int length = 0; length < whole.length; length++) {
            assertThat(ManifestCodec.read(Arrays.copyOf(whole, length)))
                    .as("first %d bytes", length)
                    .isInstanceOf(Reading.Unreadable.class);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void is_total_over_damaged_bytes(long seed) {
        Random random = new Random(seed);
        byte[] whole = ManifestCodec.write(OURS);
        for (int round = 0; round < 2_000; round++) {
            byte[] damaged = whole.clone();
            for (int hits = 1 + random.nextInt(4); hits > 0; hits--) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
            }
            if (ManifestCodec.read(damaged) instanceof Reading.Whole(Manifest manifest)) {
                assertThat(ManifestCodec.read(ManifestCodec.write(manifest))).isEqualTo(new Reading.Whole(manifest));
            }
        }
    }

    @Test
    void is_total_over_deep_and_bulky_nonsense() {
        assertThat(ManifestCodec.read("[".repeat(1_000_000).getBytes(UTF_8))).isInstanceOf(Reading.Unreadable.class);
        assertThat(ManifestCodec.read(("{\"x\":[" + "[],".repeat(5_000_000) + "[]]}").getBytes(UTF_8)))
                .isInstanceOf(Reading.Unreadable.class);
    }

    static Stream<Path> unreadable() throws Exception {
        try (Stream<Path> files = Files.list(golden("written-by-us.json").resolveSibling(""))) {
            return files
                    .filter(file -> file.getFileName().toString().startsWith("unreadable-"))
                    .sorted()
                    .toList()
                    .stream();
        }
    }

    private static Path golden(String name) throws URISyntaxException {
        return Path.of(Objects.requireNonNull(ManifestCodecTest.class.getResource("/manifests/" + name))
                .toURI());
    }
}
