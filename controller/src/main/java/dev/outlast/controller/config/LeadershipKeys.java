package dev.outlast.controller.config;

import dev.outlast.controller.leader.KubernetesElection;
import dev.outlast.controller.leader.LeaseTimes;
import java.nio.file.Path;
import java.util.Optional;

/// The section `leadership`: who elects among controllers of one database.
final class LeadershipKeys {
    private static final String KIND = "leadership.kind";
    private static final String LEASE = "outlast-controller";

    private LeadershipKeys() {}

    /// Empty when the store elects: the database, or the lock of the file.
    ///
    /// @param shared whether there is a database that several controllers share
    static Optional<KubernetesElection> of(Keys keys, boolean shared) throws ConfigException {
        var kind = keys.text(KIND, "database");
        var election = election(keys);
        if (kind.equals("database")) {
            if (!election.equals(new KubernetesElection(Optional.empty(), "", "", LEASE, LeaseTimes.DEFAULT))) {
                throw new ConfigException("leadership: only `kind: kubernetes` uses the other keys of this section");
            }
            return Optional.empty();
        }
        if (!kind.equals("kubernetes")) {
            throw new ConfigException(KIND + ": '" + kind + "' is not one of database, kubernetes");
        }
        if (!shared) {
            throw new ConfigException(
                    KIND + ": a Lease elects among controllers of one database; there is no store.url");
        }
        return Optional.of(election);
    }

    private static KubernetesElection election(Keys keys) throws ConfigException {
        var kubeconfig = keys.text("leadership.kubeconfig", "");
        if (!kubeconfig.isEmpty() && !Path.of(kubeconfig).isAbsolute()) {
            throw new ConfigException("leadership.kubeconfig: '" + kubeconfig + "' does not begin with /");
        }
        var name = keys.text("leadership.lease", LEASE);
        if (!name.matches("[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?")) {
            throw new ConfigException("leadership.lease: '" + name + "' is not the name of a Kubernetes object");
        }
        var defaults = LeaseTimes.DEFAULT;
        var duration = keys.duration("leadership.duration", defaults.duration());
        var deadline = keys.duration("leadership.renew_deadline", defaults.renewDeadline());
        var retry = keys.duration("leadership.retry", defaults.retry());
        try {
            return new KubernetesElection(
                    kubeconfig.isEmpty() ? Optional.empty() : Optional.of(Path.of(kubeconfig)),
                    keys.text("leadership.context", ""),
                    keys.text("leadership.namespace", ""),
                    name,
                    new LeaseTimes(duration, deadline, retry));
        } catch (IllegalArgumentException wrong) {
            throw new ConfigException("leadership." + wrong.getMessage());
        }
    }
}
