package dev.outlast.provider.kubernetes;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/// The nodes of a context, and those that were there.
final class NodeCache implements Reflector.Keeper<NodeSight> {
    private static final int REMEMBERED = 10_000;

    private final Map<String, NodeSight> nodes = new ConcurrentHashMap<>();
    private final Map<String, NodeSight> gone = new ConcurrentHashMap<>();
    private final AtomicLong changes = new AtomicLong();
    private final Consumer<String> onChange;

    /// @param onChange called with the name of a node whose readiness or taints changed, or that is gone
    NodeCache(Consumer<String> onChange) {
        this.onChange = onChange;
    }

    @Override
    public void replace(List<NodeSight> all, long version) {
        var names = new HashSet<String>();
        all.forEach(node -> names.add(node.name()));
        List.copyOf(nodes.values()).stream()
                .filter(node -> !names.contains(node.name()))
                .forEach(this::remove);
        all.forEach(this::put);
    }

    @Override
    public void put(NodeSight node) {
        gone.remove(node.name());
        var old = nodes.put(node.name(), node);
        if (!node.equals(old)) {
            changes.incrementAndGet();
        }
        if (old == null || !old.ready().equals(node.ready()) || !old.taints().equals(node.taints())) {
            onChange.accept(node.name());
        }
    }

    @Override
    public void remove(NodeSight node) {
        if (gone.size() >= REMEMBERED) {
            gone.clear();
        }
        gone.put(node.name(), node);
        nodes.remove(node.name());
        changes.incrementAndGet();
        onChange.accept(node.name());
    }

    Optional<NodeSight> find(String name) {
        return Optional.ofNullable(nodes.get(name));
    }

    /// What a node was like that is gone; empty when it was never seen, too.
    Optional<NodeSight> gone(String name) {
        return Optional.ofNullable(gone.get(name));
    }

    /// Grows after a change of anything that is kept of any node.
    long changes() {
        return changes.get();
    }

    Collection<NodeSight> all() {
        return nodes.values();
    }
}
