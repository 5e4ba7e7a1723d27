package dev.outlast.provider.kubernetes;

import dev.outlast.core.job.Token;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Predicate;

/// The pods of a context: ours by token and rank, and of all what they take from their nodes. What is gone is
/// remembered for a while, for how it went says why.
final class PodCache implements Reflector.Keeper<PodSight> {
    private static final int REMEMBERED = 20_000;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Map<String, PodSight> all = new HashMap<>();
    /// Copied when one of them changes, for they are looked at more often.
    private final Map<Token, Map<Integer, PodSight>> ours = new HashMap<>();
    private final Map<String, Map<String, Long>> taken = new ConcurrentHashMap<>();
    private final Map<String, PodSight> waiting = new LinkedHashMap<>();
    private final Map<String, PodSight> gone = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, PodSight> eldest) {
            return size() > REMEMBERED;
        }
    };
    private final Map<Token, TreeMap<Integer, PodSight>> goneOf = new HashMap<>();
    private final Consumer<PodSight> onChange;

    /// @param onChange called with every pod of ours that came, changed or went; it must return at once
    PodCache(Consumer<PodSight> onChange) {
        this.onChange = onChange;
    }

    @Override
    public void replace(List<PodSight> list, long version) {
        var kept = new HashMap<String, PodSight>();
        list.forEach(one -> kept.put(one.uid(), one));
        var left = new ArrayList<PodSight>();
        lock.lock();
        try {
            for (var old : all.values()) {
                if (!kept.containsKey(old.uid()) && old.version() <= version) {
                    left.add(old);
                }
            }
        } finally {
            lock.unlock();
        }
        left.forEach(this::remove);
        list.forEach(this::put);
    }

    @Override
    public void put(PodSight one) {
        lock.lock();
        try {
            var old = all.get(one.uid());
            if (gone.containsKey(one.uid()) || (old != null && old.version() > one.version())) {
                return;
            }
            all.put(one.uid(), one);
            account(Optional.ofNullable(old), Optional.of(one));
            one.tag().ifPresent(tag -> ours.put(tag.token(), with(tag, one)));
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        if (one.tag().isPresent()) {
            onChange.accept(one);
        }
    }

    @Override
    public void remove(PodSight last) {
        lock.lock();
        try {
            account(Optional.ofNullable(all.remove(last.uid())), Optional.empty());
            if (last.tag().isEmpty()) {
                return;
            }
            var tag = last.tag().get();
            gone.put(last.uid(), last);
            var ranks = ours.get(tag.token());
            if (ranks != null
                    && Optional.ofNullable(ranks.get(tag.rank()))
                            .filter(one -> one.uid().equals(last.uid()))
                            .isPresent()) {
                var rest = new HashMap<>(ranks);
                rest.remove(tag.rank());
                if (rest.isEmpty()) {
                    ours.remove(tag.token());
                } else {
                    ours.put(tag.token(), Map.copyOf(rest));
                }
            }
            remember(tag, last);
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        onChange.accept(last);
    }

    private Map<Integer, PodSight> with(PodSight.Tag tag, PodSight one) {
        var ranks = ours.getOrDefault(tag.token(), Map.of());
        if (ranks.isEmpty() || (ranks.size() == 1 && ranks.containsKey(tag.rank()))) {
            return Map.of(tag.rank(), one);
        }
        var all = new HashMap<>(ranks);
        all.put(tag.rank(), one);
        return Map.copyOf(all);
    }

    private void account(Optional<PodSight> before, Optional<PodSight> after) {
        before.ifPresent(pod -> {
            waiting.remove(pod.uid());
            take(pod, -1);
        });
        after.ifPresent(pod -> {
            take(pod, 1);
            if (pod.tag().isPresent() && pod.node().isEmpty() && !pod.isOver()) {
                waiting.put(pod.uid(), pod);
            }
        });
    }

    private void take(PodSight pod, int times) {
        if (pod.node().isEmpty() || pod.isOver()) {
            return;
        }
        taken.compute(pod.node(), (_, before) -> {
            var sum = new HashMap<>(Optional.ofNullable(before).orElse(Map.of()));
            pod.requests().forEach((key, amount) -> sum.merge(key, times * amount, Long::sum));
            sum.merge("pods", times * 1000L, Long::sum);
            return sum.getOrDefault("pods", 0L) == 0 ? null : Map.copyOf(sum);
        });
    }

    /// What all pods take together of a node, in thousandths, `pods` among it.
    Map<String, Long> takenOn(String node) {
        return taken.getOrDefault(node, Map.of());
    }

    /// Ours that are on no node yet, gated ones too.
    List<PodSight> waiting() {
        lock.lock();
        try {
            return List.copyOf(waiting.values());
        } finally {
            lock.unlock();
        }
    }

    private void remember(PodSight.Tag tag, PodSight last) {
        goneOf.computeIfAbsent(tag.token(), _ -> new TreeMap<>()).put(tag.rank(), last);
        if (goneOf.size() > 2 * REMEMBERED) {
            goneOf.entrySet()
                    .removeIf(
                            entry -> entry.getValue().values().stream().noneMatch(one -> gone.containsKey(one.uid())));
        }
    }

    /// By rank.
    Map<Integer, PodSight> of(Token token) {
        lock.lock();
        try {
            return ours.getOrDefault(token, Map.of());
        } finally {
            lock.unlock();
        }
    }

    /// The last sight of one that is gone.
    Optional<PodSight> gone(Token token, int rank) {
        lock.lock();
        try {
            return Optional.ofNullable(goneOf.get(token)).map(ranks -> ranks.get(rank));
        } finally {
            lock.unlock();
        }
    }

    /// Whether any of the token was seen and is gone.
    boolean isAnyGone(Token token) {
        lock.lock();
        try {
            return goneOf.containsKey(token);
        } finally {
            lock.unlock();
        }
    }

    Collection<PodSight> all() {
        lock.lock();
        try {
            return List.copyOf(all.values());
        } finally {
            lock.unlock();
        }
    }

    List<PodSight> heads() {
        lock.lock();
        try {
            return ours.values().stream()
                    .map(ranks -> ranks.get(Collections.min(ranks.keySet())))
                    .toList();
        } finally {
            lock.unlock();
        }
    }

    /// Waits until no pod of the token is left that `counts`.
    ///
    /// @return whether it came to that in time
    boolean awaitGone(Token token, Predicate<PodSight> counts, long millis) throws InterruptedException {
        lock.lock();
        try {
            var left = TimeUnit.MILLISECONDS.toNanos(millis);
            while (ours.getOrDefault(token, Map.of()).values().stream().anyMatch(counts)) {
                if (left <= 0) {
                    return false;
                }
                left = changed.awaitNanos(left);
            }
            return true;
        } finally {
            lock.unlock();
        }
    }
}
