package dev.outlast.cli.control;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// A process table; whoever is asked to end does so at once.
final class FakeProcesses implements Processes {
    private final Map<Long, Instant> running = new TreeMap<>();
    private final List<Long> ended = new ArrayList<>();

    void run(long pid, Instant start) {
        running.put(pid, start);
    }

    List<Long> ended() {
        return List.copyOf(ended);
    }

    @Override
    public Optional<Instant> started(long pid) {
        return Optional.ofNullable(running.get(pid));
    }

    @Override
    public void end(long pid) {
        running.remove(pid);
        ended.add(pid);
    }
}
