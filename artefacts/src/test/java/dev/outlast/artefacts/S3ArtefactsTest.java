package dev.outlast.artefacts;

import dev.outlast.core.spi.ArtefactStore;
import dev.outlast.testkit.artefact.ArtefactStoreContract;
import dev.outlast.testkit.s3.LocalS3;
import java.io.IOException;
import java.net.URI;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.condition.EnabledIf;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

/// Against a real server.
@EnabledIf(
        value = "dev.outlast.testkit.s3.LocalS3#isInstalled",
        disabledReason = "it needs the class path that the module testkit/s3 makes")
final class S3ArtefactsTest extends ArtefactStoreContract {
    private static LocalS3 server;

    private String bucket = "";
    private boolean down;

    @BeforeAll
    static void start() {
        server = LocalS3.start();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @BeforeEach
    void makeBucket() {
        bucket = server.bucket();
    }

    @AfterEach
    void bringBack() throws IOException {
        if (down) {
            outage(false);
        }
    }

    @Override
    protected ArtefactStore open() {
        var place = new ArtefactPlace.Bucket(bucket, "an/installation", Optional.of(URI.create(server.endpoint())), "");
        return S3Artefacts.open(
                place, StaticCredentialsProvider.create(AwsBasicCredentials.create(LocalS3.KEY, LocalS3.SECRET)));
    }

    @Override
    protected void outage(boolean away) throws IOException {
        down = away;
        if (away) {
            server.down();
        } else {
            server.up();
        }
    }
}
