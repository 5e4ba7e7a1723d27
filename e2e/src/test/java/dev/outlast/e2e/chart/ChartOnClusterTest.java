package dev.outlast.e2e.chart;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What the chart renders, given to a real API server; and its service account, which may do what is needed and no
/// more.
@Tag("kubernetes")
class ChartOnClusterTest {
    /// Where the checked-in renderings would be.
    private static final String RENDERED = "outlast-system";

    private static final String HOME = "installed";

    @TempDir
    private static Path directory;

    private static @Nullable ControlPlane started;
    private static @Nullable Account known;

    @BeforeAll
    static void install() {
        Tools.helm();
        var plane = ControlPlane.start(directory, "127.0.0.1");
        started = plane;
        plane.restrictedNamespace(HOME);
        for (var name : new String[] {RENDERED, "jobs-one", "jobs-two", "elsewhere"}) {
            plane.restrictedNamespace(name);
        }
        plane.helm(
                        "install",
                        "outlast",
                        Tools.CHART.toString(),
                        "--namespace",
                        HOME,
                        "--values",
                        ChartTest.values("jobs") + "")
                .well();
        known = new Account(plane, HOME, "outlast");
    }

    @AfterAll
    static void end() {
        if (known != null) {
            known.close();
        }
        if (started != null) {
            started.close();
        }
    }

    private static ControlPlane plane() {
        return Objects.requireNonNull(started);
    }

    private static Account account() {
        return Objects.requireNonNull(known);
    }

    @ParameterizedTest
    @ValueSource(strings = {"least", "jobs", "full"})
    void theApiServerTakesEveryObjectWithoutAWarning(String name) {
        var golden = ChartTest.RESOURCES.resolve("golden").resolve(name + ".yaml");
        var said = plane().kubectl("apply", "--dry-run=server", "--warnings-as-errors", "-f", golden.toString())
                .well();
        assertThat(said)
                .contains("deployment.apps/", "lease.coordination.k8s.io/", "networkpolicy", "poddisruptionbudget");
        assertThat(said.lines()).allMatch(line -> line.endsWith("(server dry run)"));
    }

    /// The standard is enforced on pods; a Deployment that breaks it is only warned of.
    @ParameterizedTest
    @ValueSource(strings = {"least", "jobs", "full"})
    void aPodOfTheDeploymentIsAdmittedWhereTheStrictestStandardIsEnforced(String name) throws IOException {
        var text = Files.readString(ChartTest.RESOURCES.resolve("golden").resolve(name + ".yaml"));
        var pod = directory.resolve(name + "-pod.yaml");
        var template = text.substring(text.indexOf("  template:\n    metadata:"));
        template = template.substring(template.indexOf('\n') + 1);
        template = template.substring(0, template.indexOf("\n---"))
                .replaceFirst("    metadata:", "    metadata:\n      name: one");
        Files.writeString(pod, "apiVersion: v1\nkind: Pod\n" + template.replaceAll("(?m)^ {4}", "") + "\n");
        assertThat(admitted(pod)).contains("pod/one created");

        Files.writeString(pod, Files.readString(pod).replace("runAsNonRoot: true", "runAsNonRoot: false"));
        var refused = plane().kubectl("-n", HOME, "create", "--dry-run=server", "-f", pod.toString());
        assertThat(refused.out()).contains("violates PodSecurity \"restricted:latest\"", "runAsNonRoot");
    }

    private static String admitted(Path pod) throws IOException {
        // What these pods need beside the chart is made by whoever runs the cluster.
        Files.writeString(
                pod,
                Files.readString(pod).replace("serviceAccountName: outlast-account", "serviceAccountName: outlast"));
        return plane().kubectl("-n", HOME, "create", "--dry-run=server", "--warnings-as-errors", "-f", pod + "")
                .well();
    }

    @Test
    void theExampleDatabaseIsAdmittedToo() {
        var example = Tools.CHART.resolve("examples/postgres.yaml").toString();
        assertThat(plane().kubectl("-n", HOME, "apply", "--dry-run=server", "--warnings-as-errors", "-f", example)
                        .well())
                .contains("deployment.apps/outlast-postgres created");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "get | /apis/coordination.k8s.io/v1/namespaces/installed/leases/outlast | 200",
                "patch | /apis/coordination.k8s.io/v1/namespaces/installed/leases/outlast | 200",
                "get | /api/v1/nodes | 200",
                "get | /api/v1/nodes?watch=true&timeoutSeconds=1 | 200",
                "get | /api/v1/pods | 200",
                "get | /api/v1/namespaces/jobs-one/pods | 200",
                "get | /api/v1/namespaces/jobs-two/pods?watch=true&timeoutSeconds=1 | 200",
                "get | /api/v1/namespaces/jobs-one/pods/none | 404",
                "patch | /api/v1/namespaces/jobs-one/pods/none | 404",
                "delete | /api/v1/namespaces/jobs-one/pods/none | 404",
                "get | /api/v1/namespaces/jobs-one/pods/none/log | 404",
                "post | /api/v1/namespaces/jobs-one/pods/none/exec?command=true | 404",
                "get | /api/v1/namespaces/jobs-one/secrets/none | 404",
                "put | /api/v1/namespaces/jobs-one/secrets/none | 404",
                "delete | /api/v1/namespaces/jobs-two/configmaps/none | 404",
                "patch | /api/v1/namespaces/jobs-two/configmaps/none | 404",
            })
    void whatIsNeededIsAllowed(String method, String path, int status) {
        assertThat(account().ask(method.toUpperCase(Locale.ROOT), path, body(method)))
                .isEqualTo(status);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "get | /apis/coordination.k8s.io/v1/namespaces/installed/leases",
                "post | /apis/coordination.k8s.io/v1/namespaces/installed/leases",
                "delete | /apis/coordination.k8s.io/v1/namespaces/installed/leases/outlast",
                "get | /apis/coordination.k8s.io/v1/namespaces/installed/leases/another",
                "patch | /apis/coordination.k8s.io/v1/namespaces/jobs-one/leases/outlast",
                "get | /api/v1/namespaces/installed/secrets/outlast",
                "get | /api/v1/namespaces/installed/configmaps/outlast",
                "get | /api/v1/namespaces/installed/pods/none",
                "post | /api/v1/namespaces/installed/pods",
                "post | /api/v1/namespaces/elsewhere/pods",
                "delete | /api/v1/pods",
                "get | /api/v1/nodes/none",
                "delete | /api/v1/namespaces/jobs-one/secrets/none",
                "delete | /api/v1/namespaces/jobs-one/services/none",
                "get | /api/v1/secrets",
                "get | /api/v1/namespaces/jobs-one/secrets",
                "patch | /api/v1/namespaces/jobs-one/secrets/none",
                "delete | /api/v1/namespaces/jobs-one/pods",
                "get | /api/v1/namespaces/jobs-one/pods/none/portforward",
                "post | /api/v1/namespaces/jobs-one/serviceaccounts/default/token",
                "post | /apis/rbac.authorization.k8s.io/v1/namespaces/jobs-one/rolebindings",
                "patch | /api/v1/nodes/none",
                "delete | /api/v1/nodes/none",
                "get | /api/v1/namespaces",
            })
    void whatIsNotNeededIsForbidden(String method, String path) {
        assertThat(account().ask(method.toUpperCase(Locale.ROOT), path, body(method)))
                .isEqualTo(403);
    }

    private static String body(String method) {
        if (method.equals("put")) {
            return "{\"apiVersion\":\"v1\",\"kind\":\"Secret\",\"metadata\":{\"name\":\"none\",\"resourceVersion\":\"1\"}}";
        }
        return method.equals("patch") || method.equals("post") ? "{\"metadata\":{\"labels\":{\"a\":\"b\"}}}" : "";
    }

    /// A pod that waits at a gate, its secret and its service, as the launcher makes them.
    @ParameterizedTest
    @ValueSource(strings = {"jobs-one", "jobs-two"})
    void aJobsObjectsAreMadeAndRemoved(String namespace) {
        var core = "/api/v1/namespaces/" + namespace + "/";
        var pod = "{\"apiVersion\":\"v1\",\"kind\":\"Pod\",\"metadata\":{\"name\":\"one\"},\"spec\":{"
                + "\"schedulingGates\":[{\"name\":\"outlast.dev/activate\"}],\"automountServiceAccountToken\":false,"
                + "\"securityContext\":{\"runAsNonRoot\":true,\"runAsUser\":1000,\"seccompProfile\":{\"type\":"
                + "\"RuntimeDefault\"}},\"containers\":[{\"name\":\"job\",\"image\":\"none\",\"securityContext\":{"
                + "\"allowPrivilegeEscalation\":false,\"capabilities\":{\"drop\":[\"ALL\"]}}}]}}";
        var secret = "{\"apiVersion\":\"v1\",\"kind\":\"Secret\",\"metadata\":{\"name\":\"one\"}}";
        var service = "{\"apiVersion\":\"v1\",\"kind\":\"Service\",\"metadata\":{\"name\":\"one\"},\"spec\":{"
                + "\"clusterIP\":\"None\",\"selector\":{\"a\":\"b\"}}}";
        assertThat(account().ask("POST", core + "pods", pod)).isEqualTo(201);
        assertThat(account().ask("POST", core + "secrets", secret)).isEqualTo(201);
        assertThat(account().ask("POST", core + "services", service)).isEqualTo(201);
        assertThat(account().ask("PATCH", core + "pods/one", body("patch"))).isEqualTo(200);
        // Secret and service belong to the pod and go with it.
        assertThat(account().ask("DELETE", core + "pods/one", "")).isEqualTo(200);
    }

    @Test
    void theReleaseOwnsTheLeaseAndAnUpgradeKeepsItsHolder() {
        var lease = new String[] {"-n", HOME, "get", "lease", "outlast", "-o", "jsonpath={.spec.holderIdentity}"};
        plane().kubectl(
                        "-n",
                        HOME,
                        "patch",
                        "lease",
                        "outlast",
                        "--type=merge",
                        "-p",
                        "{\"spec\":{\"holderIdentity\":\"x\"}}")
                .well();
        plane().helm(
                        "upgrade",
                        "outlast",
                        Tools.CHART.toString(),
                        "--namespace",
                        HOME,
                        "--values",
                        ChartTest.values("jobs") + "",
                        "--set",
                        "replicas=3")
                .well();
        assertThat(plane().kubectl(lease).well()).isEqualTo("x");
        assertThat(plane().kubectl("-n", HOME, "get", "deployment", "outlast", "-o", "jsonpath={.spec.replicas}")
                        .well())
                .isEqualTo("3");
    }

    /// An administrator who sets `rbac.create=false` copies them from there.
    @Test
    void theRolesOfTheDocumentAreThoseOfTheChart() throws IOException {
        var document = Files.readString(Tools.ROOT.resolve("docs/kubernetes.md"));
        var block = document.substring(document.indexOf("```yaml\napiVersion: rbac"));
        var file = directory.resolve("roles.yaml");
        Files.writeString(file, block.substring(8, block.indexOf("\n```")));
        var json = new ObjectMapper();
        // One JSON text after the other.
        var said = json.readerFor(JsonNode.class)
                .<JsonNode>readValues(plane().kubectl("create", "--dry-run=client", "-o", "json", "-f", file + "")
                        .well())
                .readAll();
        var documented = said.size() == 1 ? said.getFirst().path("items") : json.valueToTree(said);
        assertThat(documented.path(0).path("rules")).isEqualTo(rules("role", "outlast-leader", HOME));
        assertThat(documented.path(1).path("rules")).isEqualTo(rules("role", HOME + "-outlast-jobs", "jobs-one"));
        assertThat(documented.path(2).at("/rules/0"))
                .isEqualTo(rules("clusterrole", HOME + "-outlast-nodes", HOME).path(0));
    }

    private static JsonNode rules(String kind, String name, String namespace) throws IOException {
        return new ObjectMapper()
                .readTree(plane().kubectl("-n", namespace, "get", kind, name, "-o", "json")
                        .well())
                .path("rules");
    }

    /// The controllers may not make it.
    @Test
    void anUpgradeMakesALeaseThatSomebodyDeleted() {
        plane().kubectl("-n", HOME, "delete", "lease", "outlast").well();
        plane().helm("upgrade", "outlast", Tools.CHART + "", "--namespace", HOME, "--reuse-values")
                .well();
        assertThat(plane().kubectl("-n", HOME, "get", "lease", "outlast", "-o", "name")
                        .well())
                .isEqualTo("lease.coordination.k8s.io/outlast");
    }
}
