package dev.outlast.provider.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class AdmittedTest {
    private final Map<String, Object> asked = Trees.parse("""
            metadata:
              labels: {outlast.dev/installation: i, outlast.dev/token-hash: h, outlast.dev/rank: "0"}
              annotations: {outlast.dev/token: t, outlast.dev/epoch: "3", outlast.dev/carries-files: "1"}
              ownerReferences: [{uid: u}]
            spec:
              schedulingGates: [{name: outlast.dev/activate}]
              restartPolicy: Never
              containers:
              - name: job
                image: a
                command: [sh, /outlast/spec/pod.sh]
                resources: {requests: {cpu: 500m, memory: 1Gi}}
                volumeMounts: [{name: spec, mountPath: /outlast/spec}]
              volumes: [{name: spec, secret: {secretName: s}}]
            """);

    private String damage(Consumer<ObjectNode> admission) {
        ObjectNode made = Trees.JSON.valueToTree(asked);
        admission.accept(made);
        return Admitted.damage(asked, made).orElse("");
    }

    private static ObjectNode job(ObjectNode pod) {
        return (ObjectNode) pod.at("/spec/containers/0");
    }

    @Test
    void whatIsAddedDoesNoHarm() {
        assertThat(damage(pod -> {
                    ((ObjectNode) pod.at("/metadata/labels")).put("team", "a");
                    ((ArrayNode) pod.at("/spec/containers")).insertObject(0).put("name", "istio-proxy");
                    ((ArrayNode) pod.at("/spec/schedulingGates")).addObject().put("name", "kueue");
                    ((ObjectNode) pod.at("/spec"))
                            .putArray("tolerations")
                            .addObject()
                            .put("key", "x");
                    ((ObjectNode) pod.at("/spec/containers/1")).put("image", "mirror/a");
                    ((ObjectNode) pod.at("/spec/containers/1/resources/requests")).put("cpu", "2");
                }))
                .isEmpty();
        assertThat(damage(pod -> ((ObjectNode) job(pod).at("/resources/requests")).put("memory", "1073741824")))
                .isEmpty();
    }

    @Test
    void whatTheFenceAndTheRunnerStandOnIsMissed() {
        assertThat(damage(pod -> ((ObjectNode) pod.get("spec")).remove("schedulingGates")))
                .contains("spec.schedulingGates has lost outlast.dev/activate");
        assertThat(damage(pod -> ((ObjectNode) pod.at("/metadata/labels")).remove(Keys.HASH)))
                .contains("metadata.labels." + Keys.HASH);
        assertThat(damage(pod -> ((ObjectNode) pod.at("/metadata/annotations")).put(Keys.EPOCH, "9")))
                .contains("metadata.annotations." + Keys.EPOCH);
        assertThat(damage(pod -> ((ObjectNode) pod.at("/metadata/annotations")).remove(Keys.CARRIES)))
                .contains("metadata.annotations." + Keys.CARRIES);
        assertThat(damage(pod -> ((ObjectNode) pod.get("metadata")).remove("ownerReferences")))
                .contains("ownerReferences");
        assertThat(damage(pod -> ((ObjectNode) pod.get("spec")).put("restartPolicy", "Always")))
                .contains("restartPolicy is Always");
        assertThat(damage(pod -> ((ObjectNode) pod.get("spec")).remove("volumes")))
                .contains("spec.volumes has lost spec");
        assertThat(damage(pod -> ((ObjectNode) pod.get("spec")).remove("containers")))
                .contains("spec.containers[job] is gone");
        assertThat(damage(pod -> job(pod).putArray("args").add("x"))).contains("args is not the runner");
        assertThat(damage(pod -> job(pod).remove("volumeMounts"))).contains("volumeMounts has lost /outlast/spec");
        for (var key : List.of("cpu", "memory")) {
            assertThat(damage(pod -> ((ObjectNode) job(pod).at("/resources/requests")).put(key, "1m")))
                    .contains("requests." + key + " is 1m and not the");
        }
    }
}
