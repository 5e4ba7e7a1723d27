package dev.outlast.controller.skyapi;

import dev.outlast.controller.api.Route;
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
        for (var name : List.of("pool_apply", "pool_down", "pool_logs", "pool_sync-down-logs")) {
            routes.add(refused("/jobs/" + name, "jobs." + name, POOLS));
        }
        for (var name : List.of(
                "launch",
                "exec",
                "stop",
                "start",
                "down",
                "autostop",
                "queue",
                "job_status",
                "cancel",
                "logs",
                "download_logs",
                "cost_report",
                "endpoints",
                "cluster_events")) {
            routes.add(refused("/" + name, name, CLUSTERS));
        }
        for (var name : List.of("up", "update", "down", "terminate-replica", "logs", "sync-down-logs")) {
            routes.add(refused("/serve/" + name, "serve." + name, SERVE));
        }
        for (var name : List.of("apply", "delete")) {
            routes.add(refused("/volumes/" + name, "volumes." + name, VOLUMES));
        }
        for (var name : List.of(
                "list_accelerators",
                "list_accelerator_counts",
                "realtime_kubernetes_gpu_availability",
                "kubernetes_node_info",
                "local_up",
                "local_down",
                "storage/delete",
                "ssh_up",
                "ssh_down")) {
            routes.add(refused("/" + name, name.replace('/', '.'), OTHER));
        }
        routes.add(Wire.get(
                "/storage/ls",
                (request, response) -> Wire.taken(response, desk.begin("storage.ls", Caller.UNKNOWN, false, own -> {
                    throw SkyFailure.notServed(OTHER);
                }))));
        return routes;
    }

    private Route empty(String path, String operation) {
        return Wire.post(path, (request, response) -> {
            var ask = Ask.read(request);
            Wire.taken(response, desk.begin(operation, ask.caller(), false, own -> desk.done(own, "[]")));
        });
    }

    private Route refused(String path, String operation, String why) {
        return Wire.post(path, (request, response) -> {
            var ask = Ask.read(request);
            Wire.taken(response, desk.begin(operation, ask.caller(), false, own -> {
                throw SkyFailure.notServed(why);
            }));
        });
    }
}
