package dev.outlast.controller.skyapi;

import dev.outlast.controller.api.Need;
import dev.outlast.controller.api.Route;
import io.helidon.http.Method;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// What clients of this protocol may ask and this controller does not do: said in one sentence, in the form they show.
/// What has an honest empty answer gets that.
final class NotServed {
    private static final String CLUSTERS = "this controller runs managed jobs only: clusters are not served";
    private static final String SERVE = "this controller runs managed jobs only: services are not served";
    private static final String POOLS = "not yet: pools are not served by this controller";
    private static final String VOLUMES = "this controller runs managed jobs only: volumes are not served";
    private static final String OTHER = "this controller runs managed jobs only: this is not served";

    private final Desk desk;

    NotServed(Desk desk) {
        this.desk = desk;
    }

    List<Route> routes() {
        var routes = new ArrayList<Route>();
        routes.add(empty("/jobs/pool_status", "jobs.pool_status"));
        routes.add(empty("/serve/status", "serve.status"));
        routes.add(empty("/status", "status"));
        all(routes, "/jobs/", "jobs.", POOLS, "pool_apply pool_update pool_down pool_sync-down-logs");
        all(routes, "/", "", CLUSTERS, """
                launch exec stop start down autostop queue job_status cancel download_logs cost_report endpoints
                cluster_events status_kubernetes""");
        all(routes, "/serve/", "serve.", SERVE, "up update down terminate-replica sync-down-logs");
        all(routes, "/volumes/", "volumes.", VOLUMES, "apply delete validate");
        all(routes, "/ssh_node_pools/", "ssh_node_pools.", OTHER, "deploy down keys");
        all(routes, "/", "", OTHER, """
                list_accelerators list_accelerator_counts realtime_kubernetes_gpu_availability slurm_gpu_availability
                kubernetes_node_info kubernetes_label_gpus slurm_node_info local_up local_down ssh_up ssh_down
                ssh_node_pools debug/dump_create storage/delete""");
        routes.add(refused(Method.GET, "/storage/ls", "storage.ls", OTHER));
        routes.add(refused(Method.GET, "/volumes", "volumes.list", VOLUMES));
        routes.add(refused(Method.GET, "/status_kubernetes", "status_kubernetes", OTHER));
        routes.add(refused(Method.GET, "/slurm_node_info", "slurm_node_info", OTHER));
        routes.add(refused(Method.GET, "/ssh_node_pools", "ssh_node_pools", OTHER));
        routes.add(refusedStream("/logs", "logs", CLUSTERS));
        routes.add(refusedStream("/provision_logs", "provision_logs", CLUSTERS));
        routes.add(refusedStream("/hook_logs", "hook_logs", CLUSTERS));
        routes.add(refusedStream("/serve/logs", "serve.logs", SERVE));
        routes.add(refusedStream("/jobs/pool_logs", "jobs.pool_logs", POOLS));
        routes.add(Wire.get(
                "/api/completion/{what}",
                Need.SEE,
                (_, response) -> Json.answer(response, 200, json -> {
                    json.writeStartArray();
                    json.writeEndArray();
                })));
        return routes;
    }

    private void all(List<Route> routes, String path, String operation, String why, String names) {
        for (var name : names.strip().split("\\s+", -1)) {
            routes.add(refused(Method.POST, path + name, operation + name.replace('/', '.'), why));
        }
    }

    private Route empty(String path, String operation) {
        return Wire.post(path, Need.SEE, (request, response) -> {
            var ask = Ask.read(request);
            Wire.taken(response, desk.begin(operation, ask, false, own -> desk.done(own, "[]")));
        });
    }

    private Route refused(Method method, String path, String operation, String why) {
        Wire.Handler handler = (request, response) -> {
            var ask = method.equals(Method.GET) ? Ask.none(request) : Ask.read(request);
            Wire.taken(response, begin(ask, operation, why));
        };
        return method.equals(Method.GET) ? Wire.get(path, Need.SEE, handler) : Wire.post(path, Need.SEE, handler);
    }

    /// Where the answer to the request is itself what is streamed.
    private Route refusedStream(String path, String operation, String why) {
        return Wire.post(path, Need.SEE, (request, response) -> {
            var ask = Ask.read(request);
            var asked = begin(ask, operation, why);
            response.header(Wire.REQUEST_ID, asked.id());
            RequestRoutes.open(response, false);
            // Nobody fetches the record of a request that does not follow.
            var told = ask.flag("follow", true) ? "" : why + "\n";
            response.send(told.getBytes(StandardCharsets.UTF_8));
        });
    }

    private Asked begin(Ask ask, String operation, String why) {
        return desk.begin(operation, ask, false, own -> {
            throw SkyFailure.notServed(why);
        });
    }
}
