package dev.outlast.provider.kubernetes;

import dev.outlast.core.cluster.ClusterHandle;
import dev.outlast.core.job.Token;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What pods need to be told or given while they start, found in what changes: the addresses of their peers, their
/// files, that all are set up; and that what a replaced leader made too late goes. Each may be done twice.
final class Chores implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Chores.class);

    private final KubeContext context;
    private final Consumer<ClusterHandle> hint;
    private final ExecutorService threads = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("pods-", 0).factory());
    private final Set<String> underWay = ConcurrentHashMap.newKeySet();

    Chores(KubeContext context, Consumer<ClusterHandle> hint) {
        this.context = context;
        this.hint = hint;
    }

    void changed(PodSight pod) {
        if (!context.isHere(pod) || pod.tag().isEmpty()) {
            return;
        }
        var tag = pod.tag().get();
        hint.accept(Handle.of(pod, tag, context.name()).text());
        if (context.tombstones().has(tag.token())) {
            if (pod.deleting().isEmpty()) {
                once("end " + pod.uid(), () -> end(pod));
            }
            return;
        }
        if (!pod.isGated() && pod.deleting().isEmpty() && !pod.isOver()) {
            if (tag.nodes() > 1) {
                gang(tag.token(), tag.nodes());
            }
            if (pod.told().containsKey(Keys.FILES) && pod.state().container().isPresent()) {
                once("files " + pod.uid(), () -> context.uploads().bring(context, pod));
            }
        }
    }

    void nodeChanged(String node) {
        for (var pod : context.pods().all()) {
            if (pod.node().equals(node) && context.isHere(pod)) {
                pod.tag()
                        .ifPresent(tag ->
                                hint.accept(Handle.of(pod, tag, context.name()).text()));
            }
        }
    }

    private void gang(Token token, int nodes) {
        var ranks = context.pods().of(token);
        if (ranks.size() < nodes) {
            return;
        }
        var all = ranks.values();
        if (all.stream().anyMatch(p -> !p.told().containsKey(Keys.PEERS))
                && all.stream().noneMatch(p -> p.ip().isEmpty())) {
            var peers = ranks.entrySet().stream()
                    .sorted(Map.Entry.comparingByKey())
                    .map(e -> e.getValue().ip())
                    .collect(Collectors.joining(","));
            all.forEach(pod -> once("peers " + pod.uid(), () -> tell(pod, Keys.PEERS, peers)));
        }
        var begun = all.stream()
                .allMatch(p ->
                        p.state().container().map(PodSight.Container::begun).orElse(false));
        if (begun) {
            all.stream()
                    .filter(pod ->
                            !pod.told().containsKey(Keys.GO) && pod.told().containsKey(Keys.PEERS))
                    .forEach(pod -> once("go " + pod.uid(), () -> tell(pod, Keys.GO, "1")));
        }
    }

    /// A thing that is done for a pod, if it is not being done.
    interface Chore {
        void run() throws ApiFailure;
    }

    private void once(String what, Chore chore) {
        if (!underWay.add(what)) {
            return;
        }
        try {
            threads.execute(() -> {
                try {
                    chore.run();
                } catch (ApiFailure failure) {
                    // The next change of the pod, or the next list, brings it again.
                    LOG.debug("{}: {}", what, failure.text());
                } catch (RuntimeException broken) {
                    LOG.warn("{} failed", what, broken);
                } finally {
                    underWay.remove(what);
                }
            });
        } catch (RejectedExecutionException closed) {
            underWay.remove(what);
        }
    }

    /// Renews the contact lease of a pod that has one, at a third of it.
    void renew(PodSight pod, long now) {
        var lease = pod.told().getOrDefault(Keys.LEASE, "");
        if (lease.isEmpty() || pod.isOver() || pod.isGated()) {
            return;
        }
        var last = Long.parseLong(pod.told().getOrDefault(Keys.CONTACT, "0"));
        if (now - last > Long.parseLong(lease) * 1000 / 3) {
            once("contact " + pod.uid(), () -> tell(pod, Keys.CONTACT, Long.toString(now)));
        }
    }

    void tell(PodSight pod, String key, String value) throws ApiFailure {
        var answer = context.api()
                .patch(
                        Api.pods(pod.namespace()) + "/" + pod.name(),
                        Api.MERGE_PATCH,
                        Map.of("metadata", Map.of("uid", pod.uid(), "annotations", Map.of(key, value))));
        context.pods().put(PodSight.of(answer));
    }

    private void end(PodSight pod) throws ApiFailure {
        LOG.info("pod {} came after its release and is deleted", pod.name());
        Releasing.delete(context, pod, false);
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
