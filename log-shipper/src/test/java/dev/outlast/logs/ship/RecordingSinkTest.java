package dev.outlast.logs.ship;

import dev.outlast.core.job.JobId;
import dev.outlast.core.log.SegmentName;
import dev.outlast.core.spi.LogSink;
import dev.outlast.testkit.log.LogSinkContract;
import dev.outlast.testkit.log.RecordingSink;
import java.io.IOException;
import java.nio.ByteBuffer;

class RecordingSinkTest extends LogSinkContract {
    private final RecordingSink outside = new RecordingSink("recording");

    @Override
    protected LogSink open() {
        return new LogSink() {
            @Override
            public String name() {
                return outside.name();
            }

            @Override
            public void deliver(SegmentName segment, ByteBuffer content) throws IOException {
                outside.deliver(segment, content);
            }

            @Override
            public void close() {}
        };
    }

    @Override
    protected byte[] read(JobId job, int task, int attempt, int rank) {
        return outside.read(job, task, attempt, rank);
    }

    @Override
    protected void outage(boolean away) {
        outside.refuseNext(away ? Integer.MAX_VALUE : 0);
    }
}
