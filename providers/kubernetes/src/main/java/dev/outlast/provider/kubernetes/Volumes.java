package dev.outlast.provider.kubernetes;

import dev.outlast.core.cluster.ClusterRequest;
import dev.outlast.core.cluster.Wishes.Volume;
import dev.outlast.core.spi.LauncherException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// The volumes a task asks for, as those of a pod.
record Volumes(ClusterRequest request, ContextConfig config) {

    List<Object> mounts() {
        var mounts = new ArrayList<Object>();
        for (int i = 0; i < request.wishes().volumes().size(); i++) {
            mounts.add(Trees.map(
                    "name",
                    name(i),
                    "mountPath",
                    request.wishes().volumes().get(i).path()));
        }
        return mounts;
    }

    List<Object> volumes() throws LauncherException {
        var volumes = new ArrayList<Object>();
        for (int i = 0; i < request.wishes().volumes().size(); i++) {
            volumes.add(volume(name(i), request.wishes().volumes().get(i)));
        }
        return volumes;
    }

    private static String name(int index) {
        return "volume-" + index;
    }

    private static Map<String, Object> volume(String name, Volume volume) throws LauncherException {
        return switch (volume) {
            case Volume.Claim(var _, String claim) ->
                Trees.map("name", name, "persistentVolumeClaim", Trees.map("claimName", claim));
            case Volume.Fresh fresh ->
                Trees.map("name", name, "ephemeral", Trees.map("volumeClaimTemplate", fresh(fresh)));
            case Volume.HostPath(String path, String _) ->
                throw Refusals.config("volumes." + path + ": a host_path is refused: pods of this launcher keep to the"
                        + " restricted pod security; config.kubernetes.pod_config may ask for it");
        };
    }

    /// A claim that Kubernetes makes with the pod and removes with it.
    private static Map<String, Object> fresh(Volume.Fresh fresh) {
        var config =
                fresh.details().get("config") instanceof Map<?, ?> map ? Trees.asMap(map) : Map.<String, Object>of();
        var mode = String.valueOf(
                config.getOrDefault("access_mode", fresh.details().getOrDefault("access_mode", "ReadWriteOnce")));
        return Trees.map(
                "spec",
                Trees.map(
                        "accessModes", Trees.list(mode),
                        "storageClassName", String.valueOf(config.getOrDefault("storage_class_name", "")),
                        "resources", Trees.map("requests", Trees.map("storage", fresh.sizeGb() + "Gi"))));
    }
}
