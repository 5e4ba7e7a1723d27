package dev.outlast.artefacts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.outlast.core.spi.ArtefactStore;
import dev.outlast.testkit.artefact.InMemoryArtefacts;
import dev.outlast.testkit.s3.LocalS3;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

/// What is wrong with a bucket is said before anything depends on it: where, what, and what to do.
@EnabledIf(
        value = "dev.outlast.testkit.s3.LocalS3#isInstalled",
        disabledReason = "it needs the class path that the module testkit/s3 makes")
final class ProbeTest {
    private static LocalS3 server;

    @TempDir
    private Path directory;

    @BeforeAll
    static void start() {
        server = LocalS3.start();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static void check(String endpoint, String bucket, String secret) throws IOException {
        var place = new ArtefactPlace.Bucket(bucket, "", Optional.of(URI.create(endpoint)), "");
        try (var store = S3Artefacts.open(
                place, StaticCredentialsProvider.create(AwsBasicCredentials.create(LocalS3.KEY, secret)))) {
            Probe.check(store, new Random(7));
        }
    }

    @Test
    void aGoodBucketIsAsItWas() throws IOException {
        var bucket = server.bucket();
        check(server.endpoint(), bucket, LocalS3.SECRET);
        try (var left = new DirectoryArtefacts(server.files(bucket))) {
            assertThat(left.list("")).isEmpty();
        }
    }

    @Test
    void aBucketThatCanOnlyBeRead() {
        var bucket = server.bucket();
        try (var readOnly = server.readOnly()) {
            assertThatThrownBy(() -> check(readOnly.endpoint(), bucket, LocalS3.SECRET))
                    .isInstanceOf(ArtefactStore.Refused.class)
                    .hasMessageContaining("s3://" + bucket + " at " + readOnly.endpoint() + " cannot be written")
                    .hasMessageContaining("rights to list the bucket and to get, put and delete");
        }
    }

    @Test
    void aBucketThatIsNotThere() {
        assertThatThrownBy(() -> check(server.endpoint(), "no-such-bucket", LocalS3.SECRET))
                .isInstanceOf(ArtefactStore.Refused.class)
                .hasMessageContaining("NoSuchBucket; make the bucket");
    }

    @Test
    void wrongCredentials() {
        assertThatThrownBy(() -> check(server.endpoint(), server.bucket(), "not-the-secret"))
                .isInstanceOf(ArtefactStore.Refused.class)
                .hasMessageMatching(".*(credentials are wrong|these credentials need the rights).*");
    }

    @Test
    void aServerThatDoesNotAnswerMayComeBack() {
        assertThatThrownBy(() -> check("http://127.0.0.1:9", "some-bucket", LocalS3.SECRET))
                .isInstanceOf(IOException.class)
                .isNotInstanceOf(ArtefactStore.Refused.class)
                .hasMessageContaining("s3://some-bucket at http://127.0.0.1:9")
                .hasMessageContaining("refused");
    }

    @Test
    void aDirectoryThatIsNotThere() {
        var place = ArtefactPlace.parse("file://" + directory.resolve("missing"), "", "");
        try (var store = place.open()) {
            assertThatThrownBy(() -> Probe.check(store, new Random(7)))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("missing is not there");
        }
    }

    @Test
    void aStoreOfAnotherInstallation() throws IOException {
        var store = new InMemoryArtefacts();
        Probe.claim(store, "aaaa");
        Probe.claim(store.beside(), "aaaa");
        assertThatThrownBy(() -> Probe.claim(store, "bbbb"))
                .isInstanceOf(ArtefactStore.Refused.class)
                .hasMessageContaining("belongs to installation aaaa, and this one is bbbb");
    }
}
