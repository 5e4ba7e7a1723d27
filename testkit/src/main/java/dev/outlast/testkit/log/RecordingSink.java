package dev.outlast.testkit.log;

import dev.outlast.core.job.JobId;
import dev.outlast.core.log.SegmentName;
import dev.outlast.core.spi.LogSink;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// A sink in memory that remembers every delivery and fails on demand. For any number of threads.
public final class RecordingSink implements LogSink {
    private final String name;
    private final Map<SegmentName, byte[]> kept = new HashMap<>();
    private final List<SegmentName> deliveries = new ArrayList<>();
    private int refusals;
    private int lostAcknowledgements;
    private boolean closed;

    public RecordingSink(String name) {
        this.name = name;
    }

    @Override
    public String name() {
        return name;
    }

    /// The next deliveries fail and nothing of them is kept.
    public synchronized void refuseNext(int deliveries) {
        refusals = deliveries;
    }

    /// The next deliveries are kept, and fail all the same: their acknowledgement is lost.
    public synchronized void loseNextAcknowledgements(int deliveries) {
        lostAcknowledgements = deliveries;
    }

    @Override
    public synchronized void deliver(SegmentName segment, ByteBuffer content) throws IOException {
        if (closed) {
            throw new IOException("closed");
        }
        if (refusals > 0) {
            refusals--;
            throw new IOException("scripted refusal");
        }
        var bytes = new byte[content.remaining()];
        content.duplicate().get(bytes);
        deliveries.add(segment);
        kept.putIfAbsent(segment, bytes);
        if (lostAcknowledgements > 0) {
            lostAcknowledgements--;
            throw new IOException("scripted loss of the acknowledgement");
        }
    }

    /// Every delivery that arrived, repeated ones too, in order of arrival.
    public synchronized List<SegmentName> deliveries() {
        return List.copyOf(deliveries);
    }

    /// What a reader sees of a rank: its segments in order of their offsets.
    public synchronized byte[] read(JobId job, int task, int attempt, int rank) {
        var bytes = new ByteArrayOutputStream();
        kept.keySet().stream()
                .filter(name -> name.job().equals(job)
                        && name.task() == task
                        && name.attempt() == attempt
                        && name.rank() == rank)
                .sorted(Comparator.comparingLong(SegmentName::startOffset).thenComparingLong(SegmentName::epoch))
                .forEach(name -> bytes.writeBytes(kept.getOrDefault(name, new byte[0])));
        return bytes.toByteArray();
    }

    @Override
    public synchronized void close() {
        closed = true;
    }
}
