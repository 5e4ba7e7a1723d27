package dev.outlast.provider.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.outlast.core.cluster.ClusterHandle;
import dev.outlast.core.cluster.ClusterRequest;
import dev.outlast.core.cluster.Demand;
import dev.outlast.core.cluster.Observation;
import dev.outlast.core.cluster.Offer;
import dev.outlast.core.cluster.Wishes;
import dev.outlast.core.job.Fault;
import dev.outlast.core.job.Token;
import dev.outlast.core.spi.LauncherException;
import dev.outlast.core.spi.LauncherException.Certainty;
import dev.outlast.testkit.kubernetes.FakeNodes;
import dev.outlast.testkit.kubernetes.LocalKubernetes;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

/// What becomes of pods when their nodes go, on a real control plane with simulated nodes.
@Tag("kubernetes")
@EnabledIf("dev.outlast.testkit.kubernetes.FakeNodes#isInstalled")
class SimulatedNodesTest {
    private static final AtomicInteger POOLS = new AtomicInteger();
    private static final List<FakeNodes> SIMULATORS = new ArrayList<>();

    private final String pool = "pool" + POOLS.incrementAndGet();
    private KubeBench bench = new KubeBench(LocalKubernetes.shared(), Map.of("node_selector.pool", pool));

    private FakeNodes nodes() {
        return SIMULATORS.getFirst();
    }

    @BeforeAll
    static void startSimulator() {
        SIMULATORS.add(FakeNodes.start(LocalKubernetes.shared()));
    }

    @AfterAll
    static void stopSimulators() {
        SIMULATORS.forEach(FakeNodes::close);
    }

    @BeforeEach
    void open() {
        assertThat(bench.launcher().capabilities()).isNotEmpty();
    }

    @AfterEach
    void close() throws IOException {
        bench.close();
        bench.cluster().kubectl("delete", "nodes", "-l", "pool=" + pool, "--wait=false");
    }

    private void add(String name, Map<String, String> labels, String taints, Map<String, String> resources)
            throws IOException {
        var all = new TreeMap<>(labels);
        all.put("pool", pool);
        nodes().add(pool + name, all, taints, resources);
    }

    private void addPlain(String name) throws IOException {
        add(name, Map.of(), "", Map.of("cpu", "4", "memory", "16Gi"));
    }

    private ClusterHandle start(long job, int count) throws LauncherException {
        var token = KubeBench.token(job);
        var handle = bench.start(token, count, KubeBench.shell(token, 1, "", "sleep 1000"));
        bench.awaitRunning(handle);
        return handle;
    }

    private String node(ClusterHandle handle) {
        var token = Handle.parse(handle).orElseThrow().token();
        return bench.kubectl("get", "pod", Keys.pod(token, 0), "-o", "jsonpath={.spec.nodeName}");
    }

    @Test
    void aDeletedNodeIsALossAtOnceAndIsReleased() throws Exception {
        addPlain("a");
        var handle = start(1, 2);

        bench.cluster().kubectl("delete", "node", node(handle), "--wait=false");

        bench.awaitGone(handle, Fault.NODE_LOST);
        bench.launcher().release(handle);
        assertThat(bench.leftovers(KubeBench.token(1)).stream().filter(l -> l.startsWith("pod/")))
                .isEmpty();
    }

    /// Its leader died after the pods and before the service.
    @Test
    void aGangThatIsLaunchedAgainGetsTheServiceItMissed() throws Exception {
        addPlain("named");
        var request = bench.request(KubeBench.token(1), bench.demand(2), 2);
        var handle = bench.launcher().launch(request);
        assertThat(bench.kubectl("get", "services", "-o", "name")).isNotBlank();
        bench.kubectl("delete", "services", "--all");

        assertThat(bench.launcher().launch(request)).isEqualTo(handle);

        assertThat(bench.kubectl("get", "services", "-o", "jsonpath={.items[*].metadata.ownerReferences[*].name}"))
                .isEqualTo(Keys.pod(KubeBench.token(1), 0));
    }

    @Test
    void aPodDeletedByHandIsALoss() throws Exception {
        addPlain("a");
        var handle = start(1, 1);

        bench.kubectl("delete", "pod", Keys.pod(KubeBench.token(1), 0), "--wait=false");

        bench.awaitGone(handle, Fault.NODE_LOST);
    }

    @Test
    void aSpotNodeIsOfferedAsSpotAndTakenBackByItsTaint() throws Exception {
        var spot = "key: cloud.google.com/gke-spot, value: \"true\", effect: NoSchedule";
        add(
                "s",
                Map.of("cloud.google.com/gke-spot", "true", "cloud.google.com/gke-accelerator", "nvidia-l4"),
                spot,
                Map.of("cpu", "16", "memory", "64Gi", "nvidia.com/gpu", "4"));
        assertThat(bench.launcher().offers(KubeBench.demand(1, 4, 16, "L4", 2, Demand.Spot.NO)))
                .isEmpty();
        var request = bench.request(KubeBench.token(1), KubeBench.demand(1, 4, 16, "L4", 2, Demand.Spot.YES), 1);
        var handle = bench.launcher().launch(request);
        bench.launcher().activate(handle, KubeBench.shell(KubeBench.token(1), 1, "", "sleep 1000"));
        bench.awaitRunning(handle);

        bench.cluster()
                .kubectl("taint", "node", node(handle), "cloud.google.com/impending-node-termination=:NoSchedule");
        bench.await("noticed", () -> bench.look(handle) instanceof Observation.Noticed);
        bench.cluster()
                .kubectl("taint", "node", node(handle), "cloud.google.com/impending-node-termination=:NoExecute");

        bench.awaitGone(handle, Fault.PREEMPTED);
    }

    @Test
    void theEvictionApiTakesIt() throws Exception {
        addPlain("a");
        var handle = start(1, 1);

        bench.cluster()
                .kubectl(
                        "drain",
                        node(handle),
                        "--force",
                        "--disable-eviction=false",
                        "--ignore-daemonsets",
                        "--delete-emptydir-data");

        bench.awaitGone(handle, Fault.PREEMPTED);
    }

    @Test
    void aMoreImportantPodTakesItsRoom() throws Exception {
        addPlain("a");
        var token = KubeBench.token(1);
        var request = bench.request(token, KubeBench.demand(1, 3, 4), 1);
        var handle = bench.launcher().launch(request);
        bench.launcher().activate(handle, KubeBench.shell(token, 1, "", "sleep 1000"));
        bench.awaitRunning(handle);

        bench.cluster().apply("""
                apiVersion: scheduling.k8s.io/v1
                kind: PriorityClass
                metadata: {name: important-%1$s}
                value: 1000
                """.formatted(pool));
        var important = """
                apiVersion: v1
                kind: Pod
                metadata: {name: important, namespace: %2$s}
                spec:
                  priorityClassName: important-%1$s
                  nodeSelector: {pool: %1$s}
                  securityContext: {runAsNonRoot: true, runAsUser: 1, seccompProfile: {type: RuntimeDefault}}
                  containers:
                  - name: c
                    image: x
                    resources: {requests: {cpu: "3"}}
                    securityContext: {allowPrivilegeEscalation: false, capabilities: {drop: [ALL]}}
                """.formatted(pool, bench.namespace());
        // The admission of the API server hears of a new class by a watch of its own.
        bench.await("the important one is let in", () -> isApplied(important));

        bench.awaitGone(handle, Fault.PREEMPTED);
        bench.kubectl("delete", "pod", "important", "--wait=false");
    }

    private boolean isApplied(String manifest) {
        try {
            bench.cluster().apply(manifest);
            return true;
        } catch (IOException notYet) {
            return false;
        }
    }

    @Test
    void aSilentNodeIsUnknownUntilItsPodsAreEvicted() throws Exception {
        nodes().addMortal(pool + "m", Map.of("pool", pool), Map.of("cpu", "4", "memory", "16Gi"));
        var handle = start(1, 1);
        // Where most nodes are silent, Kubernetes takes it for its own fault and evicts nothing.
        addPlain("b");
        addPlain("c");

        nodes().kill(pool + "m");

        bench.await("unknown", () -> bench.look(handle) instanceof Observation.Unknown);
        bench.awaitGone(handle, Fault.NODE_LOST);
        bench.launcher().release(handle);
        assertThat(bench.kubectl("get", "pods", "-o", "name")).isEmpty();
    }

    @Test
    void aGangWithoutRoomIsRefusedWithWords() throws Exception {
        addPlain("a");
        var demand = KubeBench.demand(3, 3, 4);
        var offer = bench.launcher().offers(demand).getFirst();

        assertRefused(Fault.CAPACITY, new ClusterRequest(KubeBench.token(1), 1, offer, 3, "three"), "room for 1 of 3");
        assertThat(bench.kubectl("get", "pods", "-o", "name")).isEmpty();
    }

    @Test
    void whatTheSchedulerCannotPlaceIsGivenUpWithItsWords() throws Exception {
        addPlain("a");
        var tight = new KubeBench(bench.cluster(), Map.of("node_selector.pool", pool, "provision_timeout", "2s"));
        try {
            var token = KubeBench.token(1);
            var offer = tight.launcher().offers(tight.demand(1)).getFirst();
            var wishes = new Wishes(
                    "",
                    List.of(),
                    Map.of(),
                    List.of(),
                    Map.of("pod_config", Map.of("spec", Map.of("nodeSelector", Map.of("pool", "nowhere")))));
            var handle = tight.launcher().launch(new ClusterRequest(token, 1, offer, 1, "one", wishes));
            tight.launcher().activate(handle, KubeBench.shell(token, 1, "", "true"));

            tight.awaitGone(handle, Fault.CAPACITY);
            assertThat(tight.look(handle))
                    .isInstanceOfSatisfying(
                            Observation.Gone.class,
                            gone -> assertThat(gone.detail()).contains("didn't match"));
        } finally {
            tight.close();
        }
    }

    @Test
    void anAutoscalersNodesAreOfferedBeforeTheyAreThere() throws Exception {
        var scaled = new KubeBench(
                bench.cluster(),
                Map.of("node_selector.pool", pool, "autoscaler", "gke", "autoscaled.accelerators", "H100:8"));
        try {
            var offers = scaled.launcher().offers(KubeBench.demand(1, 8, 32, "H100", 8, Demand.Spot.NO));
            assertThat(offers).extracting(Offer::instanceType).containsExactly("8CPU--32GB--H100:8");
            var handle =
                    scaled.launcher().launch(new ClusterRequest(KubeBench.token(1), 1, offers.getFirst(), 1, "one"));
            assertThat(scaled.look(handle)).isInstanceOf(Observation.Up.class);
        } finally {
            scaled.close();
        }
    }

    @Test
    void badWishesAreRefusedByName() throws Exception {
        addPlain("a");
        var offer = bench.launcher().offers(bench.demand(1)).getFirst();
        var token = KubeBench.token(1);

        assertRefused(
                Fault.CONFIG,
                wishing(token, offer, Map.of("spec", Map.of("nodeName2", "x"))),
                "unknown field \"spec.nodeName2\"");
        assertRefused(
                Fault.CONFIG,
                wishing(token, offer, Map.of("spec", Map.of("priorityClassName", "none"))),
                "no PriorityClass");
        assertRefused(
                Fault.CONFIG,
                wishing(token, offer, Map.of("spec", Map.of("hostNetwork", true))),
                "violates PodSecurity");
        bench.cluster().apply("""
                apiVersion: v1
                kind: ResourceQuota
                metadata: {name: q, namespace: %s}
                spec: {hard: {requests.cpu: 10m}}
                """.formatted(bench.namespace()));
        bench.await(
                "the quota is counted",
                () -> bench.kubectl("get", "resourcequota", "q", "-o", "jsonpath={.status.used}")
                        .contains("cpu"));
        assertRefused(Fault.QUOTA, new ClusterRequest(token, 1, offer, 1, "one"), "exceeded quota");
    }

    @Test
    void aForeignPodByOurNameIsLeftAlone() throws Exception {
        addPlain("a");
        var token = KubeBench.token(1);
        bench.cluster().apply("""
                apiVersion: v1
                kind: Pod
                metadata: {name: %s, namespace: %s}
                spec:
                  schedulingGates: [{name: mine}]
                  securityContext: {runAsNonRoot: true, runAsUser: 1, seccompProfile: {type: RuntimeDefault}}
                  containers:
                  - name: c
                    image: x
                    securityContext: {allowPrivilegeEscalation: false, capabilities: {drop: [ALL]}}
                """.formatted(Keys.pod(token, 0), bench.namespace()));

        assertRefused(Fault.CONFIG, bench.request(token, bench.demand(1), 1), "is not ours");
        bench.launcher().releaseByToken(token);

        assertThat(bench.kubectl("get", "pods", "-o", "name")).contains(Keys.pod(token, 0));
        bench.kubectl("delete", "pod", Keys.pod(token, 0), "--wait=false");
    }

    @Test
    void aWholeLifeCostsAtMostSevenCalls() throws Exception {
        addPlain("a");
        bench.launcher().offers(bench.demand(1));
        bench.launcher().launch(bench.request(KubeBench.token(1), bench.demand(1), 1));
        var before = bench.launcher().calls();

        var handle = start(2, 1);
        for (int i = 0; i < 20; i++) {
            assertThat(bench.look(handle)).isInstanceOf(Observation.Up.class);
        }
        bench.launcher().release(handle);

        assertThat(bench.launcher().calls() - before).isLessThanOrEqualTo(7);
    }

    @Test
    void whatComesAfterItsReleaseIsEnded() throws Exception {
        addPlain("a");
        var late = bench.reopened();
        late.launch(bench.request(KubeBench.token(2), bench.demand(1), 1));
        var request = bench.request(KubeBench.token(1), bench.demand(1), 1);
        bench.launcher().releaseByToken(KubeBench.token(1));

        // This one has read the tombstones before there was one, as a leader that was replaced in mid-call.
        var handle = late.launch(request);

        var pod = Keys.pod(KubeBench.token(1), 0);
        bench.await(
                "the late pod goes",
                () -> !bench.kubectl("get", "pods", "-o", "name").contains(pod));
        assertThat(late.observe(List.of(handle)).get(handle)).isNotInstanceOf(Observation.Up.class);
    }

    private static ClusterRequest wishing(Token token, Offer offer, Map<String, Object> podConfig) {
        var wishes = new Wishes("", List.of(), Map.of(), List.of(), Map.of("pod_config", podConfig));
        return new ClusterRequest(token, 1, offer, 1, "one", wishes);
    }

    private void assertRefused(Fault fault, ClusterRequest request, String words) {
        var refused = catchThrowableOfType(
                LauncherException.class, () -> bench.launcher().launch(request));
        assertThat(refused).as("refused with " + words).isNotNull();
        assertThat(refused).hasMessageContaining(words);
        assertThat(refused.fault()).isEqualTo(fault);
        assertThat(refused.certainty()).isEqualTo(Certainty.CERTAINLY_NOT_DONE);
    }
}
