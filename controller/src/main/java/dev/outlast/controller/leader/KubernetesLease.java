package dev.outlast.controller.leader;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;

/// A Lease through fabric8's client. What others wrote beside the election (labels, annotations) stays.
///
/// Not fabric8's `LeaderElector`: it compares the holder's `renewTime` with the local wall clock.
final class KubernetesLease implements LeaseObject {
    private static final int CONFLICT = 409;
    private static final int NOT_FOUND = 404;
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final DateTimeFormatter MICROS = DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSSXXX");

    private final KubernetesClient client;
    private final Resource<Lease> lease;
    private final String namespace;
    private final String name;
    private final InstantSource wall;

    /// @param client closed with this
    /// @param wall for the times that people read
    KubernetesLease(KubernetesClient client, String namespace, String name, InstantSource wall) {
        this.client = client;
        this.namespace = namespace;
        this.name = name;
        this.wall = wall;
        this.lease = client.leases().inNamespace(namespace).withName(name);
    }

    @Override
    public Optional<SeenLease> read() throws IOException {
        try {
            return Optional.ofNullable(lease.get()).map(KubernetesLease::seen);
        } catch (KubernetesClientException failed) {
            throw said("read", failed);
        } catch (IllegalStateException | RejectedExecutionException closed) {
            throw over(closed);
        }
    }

    @Override
    public Optional<SeenLease> create(Claim claim) throws IOException {
        var wanted = new LeaseBuilder()
                .withNewMetadata()
                .withNamespace(namespace)
                .withName(name)
                .endMetadata()
                .withNewSpec()
                .withHolderIdentity(claim.holder())
                .withLeaseTransitions(claim.transitions())
                .withLeaseDurationSeconds(Math.toIntExact(claim.duration().toSeconds()))
                .withAcquireTime(now())
                .withRenewTime(now())
                .endSpec()
                .build();
        try {
            return Optional.of(seen(client.resource(wanted).create()));
        } catch (KubernetesClientException failed) {
            if (failed.getCode() == CONFLICT) {
                return Optional.empty();
            }
            throw said("create", failed);
        } catch (IllegalStateException | RejectedExecutionException closed) {
            throw over(closed);
        }
    }

    /// A patch that names a resource version is refused when the object has another.
    @Override
    public Optional<SeenLease> replace(SeenLease seen, Claim claim) throws IOException {
        var spec = new LinkedHashMap<String, Object>();
        spec.put("holderIdentity", claim.holder().isEmpty() ? null : claim.holder());
        spec.put("leaseTransitions", claim.transitions());
        spec.put("leaseDurationSeconds", claim.duration().toSeconds());
        spec.put("renewTime", MICROS.format(now()));
        if (claim.elected()) {
            spec.put("acquireTime", MICROS.format(now()));
        }
        var patch = Map.of("metadata", Map.of("resourceVersion", seen.version()), "spec", spec);
        try {
            var written = lease.patch(PatchContext.of(PatchType.JSON_MERGE), JSON.writeValueAsString(patch));
            return Optional.of(seen(written));
        } catch (KubernetesClientException failed) {
            if (failed.getCode() == CONFLICT || failed.getCode() == NOT_FOUND) {
                return Optional.empty();
            }
            throw said("patch", failed);
        } catch (IllegalStateException | RejectedExecutionException closed) {
            throw over(closed);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private ZonedDateTime now() {
        return wall.instant().atZone(ZoneOffset.UTC);
    }

    private static SeenLease seen(Lease lease) {
        var spec = Optional.ofNullable(lease.getSpec());
        return new SeenLease(
                lease.getMetadata().getResourceVersion(),
                spec.map(s -> s.getHolderIdentity()).orElse(""),
                spec.map(s -> s.getLeaseTransitions()).orElse(0),
                Duration.ofSeconds(spec.map(s -> s.getLeaseDurationSeconds()).orElse(0)));
    }

    /// The client says so of itself once it is closed, also to who was just asking; or the executor below it does.
    private IOException over(RuntimeException closed) {
        return new IOException("Lease " + namespace + "/" + name + ": " + closed.getMessage(), closed);
    }

    private IOException said(String verb, KubernetesClientException failed) {
        var what = "Lease " + namespace + "/" + name;
        return new IOException(
                switch (failed.getCode()) {
                    case 401 -> what + ": the API server does not know us: " + failed.getMessage();
                    case 403 ->
                        what + ": no right to " + verb + " it; give the controller's service account get, create and"
                                + " patch on leases in " + namespace + ": " + failed.getMessage();
                    default -> what + ": cannot " + verb + " it: " + failed.getMessage();
                },
                failed);
    }

    @Override
    public void close() {
        client.close();
    }
}
