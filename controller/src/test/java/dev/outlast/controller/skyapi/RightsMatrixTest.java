package dev.outlast.controller.skyapi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.outlast.controller.api.Route;
import dev.outlast.controller.api.RouteTable;
import dev.outlast.controller.skyapi.queue.Lives;
import dev.outlast.controller.skyapi.queue.QueueBoard;
import dev.outlast.core.access.Role;
import dev.outlast.core.access.TokenRow;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Every route of both protocols, asked by every role about what is theirs, somebody else's, and nobody's.
class RightsMatrixTest extends SkyApiTest {
    /// What each route is to ask for, said a second time. A route that is not here fails the test.
    private static final String RULES = """
            open   GET /health | GET /health/live | GET /health/ready
            see    GET /api/health | GET /v1/me | GET /v1/jobs | GET /v1/status | GET /v1/check | GET /v1/providers
            see    GET /v1/janitor | GET /v1/accelerators
            rule   POST /v1/janitor/run
            see    GET /v1/upgrade
            rule   POST /v1/upgrade/finalize
            see    GET /v1/openapi.json | GET /metrics | GET /v1/blobs/{sha256}
            job    GET /v1/jobs/{id} | GET /v1/jobs/{id}/why | GET /v1/jobs/{id}/cost | GET /v1/jobs/{id}/events
            job    GET /v1/jobs/{id}/logs
            bring  POST /v1/jobs | PUT /v1/blobs | POST /jobs/launch | POST /upload | POST /upload_v2
            change POST /v1/jobs/cancel | POST /v1/jobs/{id}/cancel | POST /v1/jobs/{id}/retry
            change POST /v1/jobs/{id}/unpark | POST /v1/providers/{provider}/rehearse
            skip   POST /jobs/cancel
            rule   GET /v1/tokens | POST /v1/tokens | POST /v1/tokens/{id}/revoke
            record GET /api/get | GET /api/stream
            see    GET /api/status | POST /api/cancel | GET /workspaces | GET /enabled_clouds | POST /check
            see    GET /users/me/workspace | POST /users/me/workspace | GET /users/role
            see    POST /api/v1/auth/authorize | GET /api/v1/auth/token | GET /upload_v2/blob
            see    POST /validate | POST /optimize | POST /jobs/queue | POST /jobs/queue/v2 | POST /jobs/logs
            see    POST /jobs/wait | POST /jobs/events | POST /jobs/download_logs | POST /download
            see    POST /jobs/pool_status | POST /serve/status | POST /status | POST /jobs/pool_apply
            see    POST /jobs/pool_update | POST /jobs/pool_down | POST /jobs/pool_sync-down-logs
            see    POST /launch | POST /exec | POST /stop | POST /start | POST /down | POST /autostop | POST /queue
            see    POST /job_status | POST /cancel | POST /download_logs | POST /cost_report | POST /endpoints
            see    POST /cluster_events | POST /status_kubernetes | POST /serve/up | POST /serve/update
            see    POST /serve/down | POST /serve/terminate-replica | POST /serve/sync-down-logs
            see    POST /volumes/apply | POST /volumes/delete | POST /volumes/validate | POST /ssh_node_pools/deploy
            see    POST /ssh_node_pools/down | POST /ssh_node_pools/keys | POST /list_accelerators
            see    POST /list_accelerator_counts | POST /realtime_kubernetes_gpu_availability
            see    POST /slurm_gpu_availability | POST /kubernetes_node_info | POST /kubernetes_label_gpus
            see    POST /slurm_node_info | POST /local_up | POST /local_down | POST /ssh_up | POST /ssh_down
            see    POST /ssh_node_pools | POST /debug/dump_create | POST /storage/delete | GET /storage/ls
            see    GET /volumes | GET /status_kubernetes | GET /slurm_node_info | GET /ssh_node_pools | POST /logs
            see    POST /provision_logs | POST /hook_logs | POST /serve/logs | POST /jobs/pool_logs
            see    GET /api/completion/{what}
            """;

    private static final long NO_JOB = 999_999;
    private static final String BLOB = "ab".repeat(32);

    private enum Whose {
        OWN,
        FOREIGN,
        NOBODYS
    }

    private final Map<Role, TokenRow> rows = new EnumMap<>(Role.class);
    private final Map<Role, String> tokens = new EnumMap<>(Role.class);
    private String bob = "";
    private String bobsToken = "";
    private long pieces;

    @BeforeEach
    void letThemIn() {
        restart(true);
        for (var role : Role.values()) {
            var issued = people.issue("the-" + role.text(), role);
            rows.put(role, issued.row());
            tokens.put(role, issued.text());
        }
        var issued = people.issue("bob", Role.USER);
        bob = issued.row().user();
        bobsToken = issued.text();
    }

    private List<Route> routes() {
        return RouteTable.of(controller, people.access(), new SkyDoor(parts(true)));
    }

    private static Map<String, String> rules() {
        var rules = new TreeMap<String, String>();
        for (var line : RULES.lines().toList()) {
            for (var route : line.substring(line.indexOf(' ')).strip().split(" \\| ", -1)) {
                rules.put(route, line.substring(0, line.indexOf(' ')));
            }
        }
        return rules;
    }

    private static String name(Route route) {
        return route.method().text() + " " + route.path();
    }

    @Test
    void everyRouteHasARule() {
        var registered = new TreeSet<String>();
        routes().forEach(route -> registered.add(name(route)));

        assertThat(rules().keySet()).isEqualTo(registered);
    }

    @Test
    void withoutATokenNothingIsToldOrDone() throws Exception {
        var before = state();
        for (var route : routes()) {
            for (var authorization : new String[] {"", "Bearer ol_aaaaaaaaaa_" + "0".repeat(64)}) {
                var request = request(route, 1, "x");
                if (!authorization.isEmpty()) {
                    request.header("Authorization", authorization);
                }
                int status = plain(request).statusCode();
                boolean open = "open".equals(rules().get(name(route)));
                assertThat(List.of(401, 429).contains(status)).as(name(route)).isEqualTo(!open);
            }
        }
        assertThat(plain(to("/health/../v1/jobs")).statusCode()).isGreaterThanOrEqualTo(400);
        assertThat(plain(to("/health/%2e%2e/v1/jobs")).statusCode()).isGreaterThanOrEqualTo(400);
        assertThat(plain(to("/health//live/../../v1/jobs")).statusCode()).isGreaterThanOrEqualTo(400);
        assertThat(state()).isEqualTo(before);
    }

    @ParameterizedTest
    @EnumSource(Role.class)
    void everybodyDoesWhatTheyMayAndNothingElse(Role role) throws Exception {
        for (var route : routes()) {
            for (var whose : Whose.values()) {
                meet(route, role, whose);
            }
        }
    }

    private void meet(Route route, Role role, Whose whose) throws Exception {
        var rule = rules().getOrDefault(name(route), "");
        var mine = Objects.requireNonNull(rows.get(role)).user();
        long job = job(whose == Whose.OWN ? mine : bob);
        long asked = whose == Whose.NOBODYS ? NO_JOB : job;
        var record = record(whose, role);
        var before = state();
        var request = request(route, asked, record);
        var answer = plain(request.header("Authorization", bearer(route, token(role))));
        var as = name(route) + " as " + role + ", " + whose + ": " + answer.statusCode() + " " + answer.body();
        boolean foreign = whose == Whose.FOREIGN && role != Role.ADMIN;
        boolean mayChange = role != Role.VIEWER;
        boolean refused = switch (rule) {
            case "open", "see", "job", "record" -> false;
            case "bring", "skip" -> !mayChange;
            case "change" -> !mayChange || foreign;
            case "rule" -> role != Role.ADMIN;
            default -> throw new AssertionError("no rule for " + name(route));
        };
        assertThat(answer.statusCode() == 403).as(as).isEqualTo(refused);
        assertThat(answer.statusCode()).as(as).isNotEqualTo(401);
        if (rule.equals("job")) {
            assertThat(answer.statusCode()).as(as).isEqualTo(whose == Whose.NOBODYS ? 404 : 200);
        }
        if (rule.equals("record")) {
            boolean hidden = whose == Whose.NOBODYS || foreign;
            assertThat(answer.statusCode()).as(as).isEqualTo(hidden ? 404 : 200);
            if (hidden) {
                assertThat(answer.body()).isEqualTo("{\"detail\":\"Request '" + record + "' not found\"}");
            }
        }
        if (rule.equals("skip") && !refused) {
            settled(answer, token(role));
            assertThat(RouteTable.statusOf(controller, job))
                    .as(as)
                    .isEqualTo(foreign || whose == Whose.NOBODYS ? "PENDING" : "CANCELLED");
        }
        if (refused || (foreign && !List.of("bring", "see", "skip").contains(rule))) {
            assertThat(state()).as(as).isEqualTo(before);
        }
    }

    @Test
    void cancellingAllCancelsOnesOwn() throws Exception {
        var user = Objects.requireNonNull(rows.get(Role.USER)).user();
        long mine = job(user);
        long bobs = job(bob);
        var all = to("/v1/jobs/cancel").header("Authorization", "Bearer " + token(Role.USER));
        var answer = plain(all.header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString("{\"all\": true}")));

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(RouteTable.statusOf(controller, mine)).isEqualTo("CANCELLED");
        assertThat(RouteTable.statusOf(controller, bobs)).isEqualTo("PENDING");
        long again = job(user);
        var everybody = to("/jobs/cancel").header("Authorization", "Bearer sky_" + token(Role.USER));
        settled(
                plain(everybody
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString("{\"all_users\": true}"))),
                token(Role.USER));
        assertThat(RouteTable.statusOf(controller, again)).isEqualTo("CANCELLED");
        assertThat(RouteTable.statusOf(controller, bobs)).isEqualTo("PENDING");
    }

    @Test
    void requestsOfOthersAreNeitherListedNorCancelled() throws Exception {
        long bobs = job(bob);
        var waiting = id(sky("/jobs/wait", bobsToken, "{\"job_id\": " + bobs + "}"));
        var mine = token(Role.USER);

        assertThat(skyGet("/api/status", mine).body()).doesNotContain(waiting);
        assertThat(skyGet("/api/status?request_ids=" + waiting, mine).body()).isEqualTo("[]");
        assertThat(skyGet("/api/get?request_id=" + waiting.substring(0, 8), mine)
                        .statusCode())
                .isEqualTo(404);
        settled(sky("/api/cancel", mine, "{\"request_ids\": [\"" + waiting + "\"]}"), mine);
        settled(sky("/api/cancel", mine, "{}"), mine);
        assertThat(skyGet("/api/status", bobsToken).body()).contains(waiting);
        settled(sky("/api/cancel", bobsToken, "{\"request_ids\": [\"" + waiting + "\"]}"), bobsToken);
        assertThat(skyGet("/api/status", bobsToken).body()).doesNotContain(waiting);
    }

    @Test
    void theTokenSaysWhoItIsWhateverTheBodySays() throws Exception {
        var launch = recorded("launch");
        var row = Objects.requireNonNull(rows.get(Role.USER));
        settled(sky(launch.path(), token(Role.USER), launch.body().toString()), token(Role.USER));

        assertThat(controller.submits.getFirst().user()).isEqualTo(row.user());
        var health = JSON.readTree(skyGet("/api/health", token(Role.USER)).body());
        assertThat(row.user())
                .isEqualTo(health.at("/user/name").textValue() + "@"
                        + health.at("/user/id").textValue());
        await().untilAsserted(() -> assertThat(people.deeds)
                .anyMatch(deed -> deed.did().equals("POST /jobs/launch")
                        && deed.jobs().equals(List.of(1L))
                        && deed.who().user().equals(row.user())
                        && deed.result().startsWith("SUCCEEDED ")));
    }

    @Test
    void aDeadTokenIsToldWhatItIs() throws Exception {
        people.tokens.revoke(Objects.requireNonNull(rows.get(Role.USER)).id());
        var answer = sky("/jobs/queue/v2", token(Role.USER), "{}");

        // Of a 401 a client says only that one has to log in; of a 403 it shows the detail.
        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(JSON.readTree(answer.body()).get("detail").textValue()).contains("was revoked at");
        assertThat(skyGet("/api/health", token(Role.USER)).statusCode()).isEqualTo(200);
    }

    private String token(Role role) {
        return Objects.requireNonNull(tokens.get(role));
    }

    private static String bearer(Route route, String token) {
        boolean ours = route.path().startsWith("/v1/") || route.path().equals("/metrics");
        return "Bearer " + (ours ? "" : "sky_") + token;
    }

    private HttpResponse<String> sky(String path, String token, String body) throws Exception {
        return plain(to(path).header("Authorization", "Bearer sky_" + token)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    private HttpResponse<String> skyGet(String path, String token) throws Exception {
        return plain(to(path).header("Authorization", "Bearer sky_" + token));
    }

    private HttpResponse<String> plain(HttpRequest.Builder request) throws Exception {
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    /// Waits for what was asked for.
    private void settled(HttpResponse<String> asked, String token) throws Exception {
        assertThat(asked.statusCode()).as(asked.body()).isEqualTo(200);
        assertThat(skyGet("/api/get?request_id=" + id(asked), token).statusCode())
                .isEqualTo(200);
    }

    private long job(String user) {
        long id = RouteTable.job(controller, user);
        queue.load(new QueueBoard.Stored(Lives.running(id, "train", user), List.of()));
        return id;
    }

    /// The id of a request of theirs, of somebody else's, or of nobody's.
    private String record(Whose whose, Role role) throws Exception {
        return switch (whose) {
            case OWN -> id(sky("/jobs/queue/v2", token(role), "{}"));
            case FOREIGN -> id(sky("/jobs/queue/v2", bobsToken, "{}"));
            case NOBODYS -> "00000000-0000-4000-8000-000000000000";
        };
    }

    private String state() throws Exception {
        long dead = people.store.tokens().stream()
                .filter(token -> token.revokedAt().isPresent())
                .count();
        return RouteTable.state(controller) + " " + people.store.tokens().size() + " " + dead;
    }

    private HttpRequest.Builder request(Route route, long job, String record) {
        var path = route.path()
                .replace("{id}", route.path().startsWith("/v1/tokens") ? "aaaaaaaaaa" : Long.toString(job))
                .replace("{provider}", "local")
                .replace("{sha256}", BLOB)
                .replace("{what}", "jobs");
        var query = switch (route.path()) {
            case "/api/get", "/api/stream" -> "?request_id=" + record;
            case "/upload_v2/blob" -> "?user_hash=0a1b2c3d&blob_id=" + BLOB;
            case "/upload_v2" -> "?user_hash=0a1b2c3d&chunk_index=0&total_chunks=2&upload_id=" + BLOB;
            case "/upload" ->
                "?user_hash=0a1b2c3d&chunk_index=0&total_chunks=2&upload_id=sky-2026-11-21-12-00-00-" + ++pieces;
            default -> "";
        };
        var request = to(path + query);
        if (route.method().text().equals("GET")) {
            return request;
        }
        boolean upload = path.startsWith("/upload") || path.equals("/v1/blobs");
        var body = HttpRequest.BodyPublishers.ofString(upload ? "piece " + ++pieces : body(route, job));
        return request.header("Content-Type", upload ? "application/octet-stream" : "application/json")
                .method(route.method().text(), body);
    }

    private static String body(Route route, long job) {
        return switch (route.path()) {
            case "/v1/jobs" -> "{\"command\": \"true\"}";
            case "/v1/jobs/cancel" -> "{\"ids\": [" + job + "]}";
            case "/v1/tokens" -> "{\"user\": \"eve\", \"role\": \"admin\"}";
            case "/v1/providers/{provider}/rehearse" ->
                "{\"verb\": \"preempt\", \"arguments\": {\"job\": " + job + "}}";
            case "/jobs/cancel" -> "{\"job_ids\": [" + job + "]}";
            case "/jobs/logs" -> "{\"follow\": false, \"job_id\": " + NO_JOB + "}";
            case "/jobs/wait" -> "{\"timeout\": 0, \"job_id\": " + job + "}";
            case "/jobs/events", "/jobs/download_logs" -> "{\"job_id\": " + job + "}";
            case "/api/cancel" -> "{\"request_ids\": [\"none\"]}";
            case "/download" -> "{\"folder_paths\": []}";
            default -> route.path().startsWith("/v1/") ? "" : "{}";
        };
    }
}
