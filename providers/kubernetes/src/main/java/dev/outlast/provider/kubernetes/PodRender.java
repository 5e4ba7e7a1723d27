package dev.outlast.provider.kubernetes;

import dev.outlast.core.cluster.ClusterRequest;
import dev.outlast.core.spi.LauncherException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Renders the manifests of a cluster. Pure: the same request and settings give the same manifests.
///
/// @param found the accelerator asked for, as nodes of this context name it; empty labels where no node is yet
/// @param spotLabels by which spot nodes of this context are selected
record PodRender(
        ContextConfig config,
        ClusterRequest request,
        InstanceShape shape,
        List<Accelerators.Found> found,
        Map<String, List<String>> spotLabels) {
    static final String CONTAINER = "job";
    static final String SPEC = "/outlast/spec";
    static final String WORK = "/outlast/own";
    static final String TOLD = "/outlast/told";
    /// A pod whose gate somebody else opened has no files, and must not be taken for one that ended well.
    private static final String START =
            "[ -s \"$0\" ] || { echo 'outlast: this pod was started without its files'; exit 78; }; . \"$0\"";

    private static final String DOCKER = "docker:";
    private static final long NEVER = 1_000_000;
    private static final Map<String, Object> EMPTY_DIR = Map.of("medium", "");

    PodRender {
        found = List.copyOf(found);
        spotLabels = Map.copyOf(spotLabels);
    }

    String name() {
        return Keys.cluster(request.token());
    }

    /// @param head the unique id of the pod of rank 0, empty for that pod itself
    Map<String, Object> pod(int rank, String head) throws LauncherException {
        var volumes = new Volumes(request, config);
        var gang = request.nodes() > 1;
        var name = Keys.pod(request.token(), rank);
        var settings = new TaskSettings(request.wishes().settings());
        var account = settings.account(config.account());
        var manifest = Trees.map(
                "apiVersion",
                "v1",
                "kind",
                "Pod",
                "metadata",
                Trees.map(
                        "name",
                        name,
                        "labels",
                        labels(rank),
                        "annotations",
                        annotations(settings),
                        "ownerReferences",
                        head.isEmpty() ? List.of() : List.of(owner(Keys.pod(request.token(), 0), head))),
                "spec",
                Trees.map(
                        "schedulingGates", Trees.list(Trees.map("name", Keys.GATE)),
                        "restartPolicy", "Never",
                        "hostname", gang ? name : "",
                        "subdomain", gang ? name() : "",
                        "serviceAccountName", account.name(),
                        "automountServiceAccountToken", account.token(),
                        "enableServiceLinks", false,
                        "priorityClassName", config.priorityClass(),
                        "terminationGracePeriodSeconds", 30,
                        "securityContext", podSecurity(),
                        "nodeSelector", nodeSelector(),
                        "affinity", affinity(),
                        "tolerations", tolerations(),
                        "containers", Trees.list(container(rank, volumes, settings)),
                        "volumes", volumes(volumes)));
        return merged(manifest);
    }

    private Map<String, Object> merged(Map<String, Object> manifest) throws LauncherException {
        var settings = request.wishes().settings();
        try {
            var merged = Trees.merge(manifest, Trees.parse(config.podConfig()), "");
            if (settings.get("pod_config") instanceof Map<?, ?> own) {
                merged = Trees.merge(merged, Trees.asMap(own), "");
            }
            var labels = Trees.asMap(
                    Trees.asMap(merged.getOrDefault("metadata", Map.of())).getOrDefault("labels", Map.of()));
            if (!labels.getOrDefault(Keys.HASH, "").equals(Keys.hash(request.token()))) {
                throw new IllegalArgumentException("metadata.labels." + Keys.HASH + " is ours");
            }
            return merged;
        } catch (IllegalArgumentException | ClassCastException wrong) {
            throw Refusals.config("config.kubernetes.pod_config: " + wrong.getMessage());
        }
    }

    /// So that the gang's pods find each other by name, also before they are ready.
    Map<String, Object> service(String head) {
        return Trees.map(
                "apiVersion",
                "v1",
                "kind",
                "Service",
                "metadata",
                Trees.map(
                        "name", name(),
                        "labels", tags(),
                        "ownerReferences", List.of(owner(Keys.pod(request.token(), 0), head))),
                "spec",
                Trees.map(
                        "clusterIP",
                        "None",
                        "publishNotReadyAddresses",
                        true,
                        "selector",
                        Map.of(Keys.HASH, Keys.hash(request.token()))));
    }

    static Map<String, Object> owner(String podName, String uid) {
        return Trees.map("apiVersion", "v1", "kind", "Pod", "name", podName, "uid", uid);
    }

    private Map<String, Object> tags() {
        var token = request.token();
        return Trees.map(
                "app.kubernetes.io/managed-by",
                "outlast",
                Keys.INSTALLATION,
                token.installation(),
                Keys.INCARNATION,
                Integer.toString(token.incarnation()),
                Keys.HASH,
                Keys.hash(token),
                Keys.JOB,
                token.job().toString());
    }

    private Map<String, Object> labels(int rank) {
        var labels = new LinkedHashMap<String, Object>(config.labels());
        labels.putAll(request.wishes().labels());
        custom("labels").forEach(labels::put);
        var queue = text(request.wishes().settings().get("kueue"), "local_queue_name", config.localQueue());
        if (!queue.isEmpty()) {
            labels.put("kueue.x-k8s.io/queue-name", queue);
            if (request.nodes() > 1) {
                labels.put("kueue.x-k8s.io/pod-group-name", name());
            }
        }
        labels.putAll(tags());
        labels.put(Keys.RANK, Integer.toString(rank));
        return labels;
    }

    private Map<String, Object> annotations(TaskSettings settings) throws LauncherException {
        var annotations = new LinkedHashMap<String, Object>(config.annotations());
        custom("annotations").forEach(annotations::put);
        dwsSeconds().ifPresent(seconds -> annotations.put("provreq.kueue.x-k8s.io/maxRunDurationSeconds", seconds));
        if (request.nodes() > 1 && labels(0).containsKey("kueue.x-k8s.io/queue-name")) {
            annotations.put("kueue.x-k8s.io/pod-group-total-count", Integer.toString(request.nodes()));
        }
        annotations.put(Keys.TOKEN, request.token().text());
        annotations.put(Keys.EPOCH, Long.toString(request.epoch()));
        annotations.put(Keys.NODES, Integer.toString(request.nodes()));
        annotations.put(
                Keys.OFFER, request.offer().instanceType() + (request.offer().spot() ? " spot" : ""));
        annotations.put(Keys.CONTEXT, request.offer().place().region());
        annotations.put(Keys.CLUSTER, request.clusterName());
        settings.provisionSeconds().ifPresent(seconds -> annotations.put(Keys.PROVISION, seconds));
        if (JobFiles.fitInPod(request.wishes().payload())) {
            annotations.put(Keys.CARRIES, "1");
        }
        return annotations;
    }

    private boolean isFlexStart() {
        return request.wishes().settings().get("dws") instanceof Map<?, ?> dws
                && Boolean.TRUE.equals(dws.get("enabled"));
    }

    /// How long GKE's Dynamic Workload Scheduler shall lend the nodes.
    private Optional<String> dwsSeconds() {
        return isFlexStart()
                ? Durations.seconds(text(request.wishes().settings().get("dws"), "max_run_duration", ""))
                : Optional.empty();
    }

    private Map<String, Object> nodeSelector() {
        var selector = new LinkedHashMap<String, Object>(config.nodeSelector());
        if (isFlexStart()) {
            selector.put("cloud.google.com/gke-flex-start", "true");
        }
        return selector;
    }

    private Map<String, Object> custom(String what) {
        return request.wishes().settings().get("custom_metadata") instanceof Map<?, ?> metadata
                        && metadata.get(what) instanceof Map<?, ?> map
                ? Trees.asMap(map)
                : Map.of();
    }

    private static String text(@Nullable Object settings, String key, String otherwise) {
        return settings instanceof Map<?, ?> map && map.containsKey(key) ? String.valueOf(map.get(key)) : otherwise;
    }

    private Map<String, Object> podSecurity() {
        return Trees.map(
                "runAsNonRoot", true,
                "runAsUser", config.user(),
                "runAsGroup", config.user(),
                "fsGroup", config.user(),
                "seccompProfile", Trees.map("type", "RuntimeDefault"));
    }

    private Map<String, Object> container(int rank, Volumes volumes, TaskSettings settings) throws LauncherException {
        var mounts = Trees.list(
                Trees.map("name", "spec", "mountPath", SPEC, "readOnly", true),
                Trees.map("name", "work", "mountPath", WORK),
                Trees.map("name", "told", "mountPath", TOLD, "readOnly", true),
                Trees.map("name", "dshm", "mountPath", "/dev/shm"));
        mounts.addAll(volumes.mounts());
        return Trees.map(
                "name", CONTAINER,
                "image", image(),
                "command", Trees.list("sh", "-c", START, SPEC + "/pod.sh"),
                "env",
                        Trees.list(
                                Trees.map("name", "OUTLAST_POD_RANK", "value", Integer.toString(rank)),
                                Trees.map(
                                        "name",
                                        "OUTLAST_POD_IP",
                                        "valueFrom",
                                        Trees.map("fieldRef", Trees.map("fieldPath", "status.podIP")))),
                "ports", ports(),
                "resources", resources(settings),
                "securityContext",
                        Trees.map(
                                "allowPrivilegeEscalation",
                                false,
                                "capabilities",
                                Trees.map("drop", Trees.list("ALL"))),
                // "started" says that run has begun; it costs the API server nothing.
                "startupProbe",
                        Trees.map(
                                "exec",
                                Trees.map("command", Trees.list("sh", "-c", "test -e " + WORK + "/begun")),
                                "periodSeconds",
                                1,
                                "timeoutSeconds",
                                10,
                                "failureThreshold",
                                NEVER),
                "terminationMessagePolicy", "File",
                "volumeMounts", mounts);
    }

    private String image() throws LauncherException {
        var wished = request.wishes().image();
        if (wished.isEmpty()) {
            return config.image();
        }
        var name = wished.startsWith(DOCKER) ? wished.substring(DOCKER.length()) : wished;
        if (name.isBlank() || name.chars().anyMatch(Character::isWhitespace)) {
            throw Refusals.config("resources.image_id: not the name of a container image: " + wished);
        }
        return name;
    }

    private List<Object> ports() {
        var ports = new ArrayList<Object>();
        for (var range : request.wishes().ports()) {
            var dash = range.indexOf('-');
            // A pod need not declare its ports to be reached; a range is not declared one by one.
            if (dash < 0) {
                ports.add(Trees.map("containerPort", Integer.parseInt(range)));
            }
        }
        return ports;
    }

    private Map<String, Object> resources(TaskSettings settings) throws LauncherException {
        var requests = Trees.map("cpu", shape.milliCpus() + "m", "memory", shape.memoryMib() + "Mi");
        var factor = settings.limitFactor();
        var limits = Trees.map("memory", Math.round(shape.memoryMib() * factor.orElse(1)) + "Mi");
        factor.ifPresent(most -> limits.put("cpu", Math.round(shape.milliCpus() * most) + "m"));
        if (shape.count() > 0) {
            var resource = found.isEmpty() ? "nvidia.com/gpu" : found.getFirst().resource();
            requests.put(resource, Integer.toString(shape.count()));
            limits.put(resource, Integer.toString(shape.count()));
        }
        return Trees.map("requests", requests, "limits", limits);
    }

    /// Several labels may name the same model, or spot: one term for each; a term is met by all its expressions.
    private Map<String, Object> affinity() {
        var models = new ArrayList<List<Object>>();
        found.stream().map(Accelerators.Found::labels).distinct().forEach(labels -> {
            var all = new ArrayList<Object>();
            new TreeMap<>(labels).forEach((key, value) -> all.add(expression(key, List.of(value))));
            if (!all.isEmpty()) {
                models.add(all);
            }
        });
        var spots = new ArrayList<List<Object>>();
        if (request.offer().spot()) {
            new TreeMap<>(spotLabels).forEach((key, values) -> spots.add(List.of(expression(key, values))));
        }
        var terms = new ArrayList<Object>();
        for (var model : models.isEmpty() ? List.<List<Object>>of(List.of()) : models) {
            for (var spot : spots.isEmpty() ? List.<List<Object>>of(List.of()) : spots) {
                var all = new ArrayList<Object>(model);
                all.addAll(spot);
                if (!all.isEmpty()) {
                    terms.add(Trees.map("matchExpressions", all));
                }
            }
        }
        return terms.isEmpty()
                ? Map.of()
                : Trees.map(
                        "nodeAffinity",
                        Trees.map(
                                "requiredDuringSchedulingIgnoredDuringExecution",
                                Trees.map("nodeSelectorTerms", terms)));
    }

    private static Map<String, Object> expression(String key, List<String> values) {
        return Trees.map("key", key, "operator", "In", "values", values);
    }

    private List<Object> tolerations() {
        var tolerations = new ArrayList<Object>();
        if (shape.count() > 0) {
            var resource = found.isEmpty() ? "nvidia.com/gpu" : found.getFirst().resource();
            tolerations.add(Trees.map("key", resource, "operator", "Exists", "effect", "NoSchedule"));
        }
        if (request.offer().spot()) {
            for (var key : SpotMarks.tolerated()) {
                tolerations.add(Trees.map("key", key, "operator", "Exists", "effect", "NoSchedule"));
            }
        }
        return tolerations;
    }

    private List<Object> volumes(Volumes more) throws LauncherException {
        var volumes = Trees.list(
                spec(),
                Trees.map("name", "work", "emptyDir", EMPTY_DIR),
                annotated("told", Keys.PREFIX, List.of(Keys.TOLD)),
                Trees.map("name", "dshm", "emptyDir", Trees.map("medium", "Memory")));
        volumes.addAll(more.volumes());
        return volumes;
    }

    private Map<String, Object> spec() {
        return JobFiles.fitInPod(request.wishes().payload())
                ? annotated(
                        "spec",
                        Keys.FILE,
                        JobFiles.NAMES.stream().map(name -> Keys.FILE + name).toList())
                : Trees.map("name", "spec", "secret", Trees.map("secretName", name(), "optional", false));
    }

    /// Annotations of the pod as files, each by what follows the prefix.
    private static Map<String, Object> annotated(String volume, String prefix, List<String> keys) {
        var items = Trees.list();
        for (var key : keys) {
            items.add(Trees.map(
                    "path", key.substring(prefix.length()),
                    "fieldRef", Trees.map("fieldPath", "metadata.annotations['" + key + "']")));
        }
        return Trees.map("name", volume, "downwardAPI", Trees.map("items", items));
    }
}
