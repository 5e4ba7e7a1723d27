package dev.outlast.controller.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.outlast.controller.config.ConfigException;
import dev.outlast.controller.config.ControllerConfig;
import dev.outlast.core.task.Overrides;
import dev.outlast.core.task.Parsed;
import dev.outlast.core.task.Problem;
import dev.outlast.core.task.TaskLanguage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A job that depends on what one machine alone has is refused where there are several.
final class SharedFilesTest {
    private static final String DATABASE = "store: {url: 'jdbc:postgresql://h/d'}\n";
    private static final String DIRECTORY = "shared: {directory: /shared}\n";
    private static final String BUCKET = "shared: {bucket: 's3://a-bucket'}\n";
    private static final String BOTH = "shared: {directory: /shared, bucket: 's3://a-bucket'}\n";
    private static final Map<String, String> FILES = Map.of("./project", "ab".repeat(32));

    @TempDir
    private Path home;

    private ControllerConfig config(String yaml) throws Exception {
        Files.writeString(home.resolve("config.yaml"), yaml);
        return ControllerConfig.read(home);
    }

    private List<String> refused(String yaml, String more, Map<String, String> blobs) throws Exception {
        var text = "run: 'true'\n" + more;
        if (!(TaskLanguage.parse(text, Overrides.NONE) instanceof Parsed.Accepted accepted)) {
            throw new IllegalStateException(text);
        }
        return SharedFiles.onlyHere(config(yaml), accepted.job(), blobs).stream()
                .map(Problem::path)
                .toList();
    }

    @Test
    void aControllerThatIsAloneRefusesNothing() throws Exception {
        assertThat(refused("", "file_mounts: {/data: {name: scratch, persistent: false}}\n", FILES))
                .isEmpty();
        assertThat(SharedFiles.refusesUploads(config(""))).isEmpty();
    }

    @Test
    void severalWithoutASharedPlaceRefuseUploadsLocalBucketsAndTheLocalLauncher() throws Exception {
        assertThat(refused(DATABASE, "file_mounts: {/data: {name: scratch, persistent: false}}\n", FILES))
                .containsExactly("workdir, file_mounts", "file_mounts./data", "resources");
        assertThat(SharedFiles.refusesUploads(config(DATABASE)).orElseThrow())
                .contains("shared.bucket", "shared.directory");
    }

    @Test
    void aBucketIsForFilesOfJobsAndADirectoryForAll() throws Exception {
        var mounts = "file_mounts: {/data: {name: scratch, persistent: false}}\n";
        assertThat(refused(DATABASE + BUCKET, mounts, FILES)).containsExactly("file_mounts./data", "resources");
        assertThat(refused(DATABASE + DIRECTORY, mounts, FILES)).isEmpty();
        assertThat(refused(DATABASE + BOTH, mounts, FILES)).isEmpty();
    }

    @Test
    void theLocalLauncherAmongOthersNeedsADirectoryThatAllSee() throws Exception {
        var two = "providers: {local: {hollow: false}, kubernetes: {namespace: n}}\n";
        for (var shared : List.of("", BUCKET)) {
            var wrong = config(DATABASE + shared + two);
            assertThatThrownBy(() -> SharedFiles.refuseLocalLauncherAmongOthers(wrong))
                    .isInstanceOf(ConfigException.class)
                    .hasMessageStartingWith("providers.local: ")
                    .hasMessageContaining("shared.directory");
        }
        for (var right : List.of(two, DATABASE + DIRECTORY + two, DATABASE + BOTH + two, DATABASE + BUCKET)) {
            SharedFiles.refuseLocalLauncherAmongOthers(config(right));
        }
    }

    @Test
    void aPlaceThatCannotBeUsedEndsTheStartAndOneThatIsAwayDoesNot() throws Exception {
        Files.createDirectory(home.resolve("mounted"));
        var url = "shared: {bucket: 'file://" + home.resolve("mounted") + "'}\n";
        assertThat(SharedFiles.open(config(url), "one")).isPresent();
        assertThatThrownBy(() -> SharedFiles.open(config(url), "other"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("shared.bucket: ")
                .hasMessageContaining("belongs to installation one");
        Files.move(home.resolve("mounted"), home.resolve("away"));
        var place = SharedFiles.open(config(url), "one");
        assertThat(SharedFiles.finding(place).orElseThrow().detail()).contains("mounted is not there");
        assertThatThrownBy(() -> place.orElseThrow().list("")).hasMessageContaining("mounted is not there");
        Files.move(home.resolve("away"), home.resolve("mounted"));
        assertThat(place.orElseThrow().list("")).hasSize(1);
    }
}
