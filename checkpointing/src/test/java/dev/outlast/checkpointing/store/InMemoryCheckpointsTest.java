package dev.outlast.checkpointing.store;

import dev.outlast.core.checkpoint.Manifest;
import dev.outlast.core.spi.CheckpointStore;
import dev.outlast.testkit.checkpoint.CheckpointStoreContract;
import dev.outlast.testkit.checkpoint.InMemoryCheckpoints;
import java.io.IOException;

/// The fake keeps the same promises as the real ones.
class InMemoryCheckpointsTest extends CheckpointStoreContract {
    private final InMemoryCheckpoints fake = new InMemoryCheckpoints("memory");

    @Override
    protected CheckpointStore open() {
        return fake;
    }

    @Override
    protected void putFile(String bucketUrl, String name, byte[] content) {
        fake.putFile(bucketUrl, name, content);
    }

    @Override
    protected void removeFile(String bucketUrl, String name) {
        fake.removeFile(bucketUrl, name);
    }

    @Override
    protected void publish(String bucketUrl, Manifest manifest) throws IOException {
        fake.publish(bucketUrl, manifest);
    }

    @Override
    protected void tearManifest(String bucketUrl, String taskId, long seq, int attempt) {
        fake.tearManifest(bucketUrl, taskId);
    }

    @Override
    protected void away(boolean now) {
        fake.away(now);
    }
}
