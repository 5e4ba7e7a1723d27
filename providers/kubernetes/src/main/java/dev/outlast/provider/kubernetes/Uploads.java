package dev.outlast.provider.kubernetes;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Brings uploaded files into a running pod: as a tar stream into a command in its container, each whole or not at
/// all, and at last a mark that the runner waits for.
///
/// @param blobs where they lie, `SHA256.tar`
record Uploads(Path blobs) {
    private static final long MINUTES = 30;
    private static final String READY = PodRender.WORK + "/files.ready";
    /// The stream has no end of its own, so its length is told; a second one at the same time has its own directory.
    private static final String UNPACK = """
            set -eu
            [ ! -e "$3" ] || exit 0
            case $1 in "~/"*) target=/outlast/own/home/${1#"~/"} ;; *) target=$1 ;; esac
            mkdir -p "$target"
            head -c "$2" | tar -xf - -C "$target"
            """;

    void bring(KubeContext context, PodSight pod) throws ApiFailure {
        try {
            for (var file : Trees.JSON.readTree(pod.told().getOrDefault(Keys.FILES, "[]"))) {
                unpack(context, pod, file);
            }
        } catch (JsonProcessingException garbled) {
            throw new ApiFailure("the annotation " + Keys.FILES + " is not ours", garbled);
        } catch (IOException broken) {
            throw new ApiFailure("files cannot be brought to pod " + pod.name(), broken);
        }
        run(context, pod, new byte[0], Path.of(""), "sh", "-c", "echo 1 >" + READY);
    }

    private void unpack(KubeContext context, PodSight pod, JsonNode file) throws ApiFailure, IOException {
        var archive = blobs.resolve(file.path(1).asText() + ".tar");
        run(
                context,
                pod,
                new byte[0],
                archive,
                "sh",
                "-c",
                UNPACK,
                "outlast",
                file.path(0).asText(),
                Long.toString(Files.size(archive)),
                READY);
    }

    private static void run(KubeContext context, PodSight pod, byte[] none, Path input, String... command)
            throws ApiFailure {
        var said = new ByteArrayOutputStream();
        try (var exec = context.api()
                .client()
                .pods()
                .inNamespace(pod.namespace())
                .withName(pod.name())
                .inContainer(PodRender.CONTAINER)
                .redirectingInput()
                .writingOutput(said)
                .writingError(said)
                .exec(command)) {
            if (!input.toString().isEmpty()) {
                Files.copy(input, exec.getInput());
                exec.getInput().flush();
            } else {
                exec.getInput().write(none);
            }
            var code = exec.exitCode().get(MINUTES, TimeUnit.MINUTES);
            if (code != 0) {
                throw new IOException("code " + code + ": " + said.toString(StandardCharsets.UTF_8));
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new ApiFailure("interrupted", interrupted);
        } catch (IOException | ExecutionException | TimeoutException | KubernetesClientException failed) {
            throw new ApiFailure("files cannot be brought to pod " + pod.name(), failed);
        }
    }
}
