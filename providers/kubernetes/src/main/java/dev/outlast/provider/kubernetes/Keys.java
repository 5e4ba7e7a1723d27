package dev.outlast.provider.kubernetes;

import dev.outlast.core.job.Token;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// The names that this launcher gives to things and to their labels.
final class Keys {
    static final String PREFIX = "outlast.dev/";
    static final String INSTALLATION = PREFIX + "installation";
    static final String INCARNATION = PREFIX + "incarnation";
    static final String HASH = PREFIX + "token-hash";
    static final String JOB = PREFIX + "job";
    static final String RANK = PREFIX + "rank";
    static final String KIND = PREFIX + "kind";
    static final String TOMBSTONES = "tombstones";

    static final String TOKEN = PREFIX + "token";
    static final String EPOCH = PREFIX + "epoch";
    static final String NODES = PREFIX + "nodes";
    static final String OFFER = PREFIX + "offer";
    static final String CONTEXT = PREFIX + "context";
    static final String CLUSTER = PREFIX + "cluster";
    static final String ACTIVATED = PREFIX + "activated";
    static final String PEERS = PREFIX + "peers";
    static final String GO = PREFIX + "go";
    static final String DRAIN = PREFIX + "drain";
    static final String CONTACT = PREFIX + "contact";
    static final String LEASE = PREFIX + "contact-lease";
    static final String FILES = PREFIX + "files";
    static final String PROVISION = PREFIX + "provision-timeout";

    /// Whether the pod's files are annotations of its own; else they are in a secret.
    static final String CARRIES = PREFIX + "carries-files";

    /// Of the annotations that are a pod's files, before the file's name.
    static final String FILE = "file." + PREFIX;

    /// The scheduling gate that keeps a pod inert.
    static final String GATE = PREFIX + "activate";

    /// What is told to the pod while it runs, each as a file.
    static final String[] TOLD = {PEERS, GO, DRAIN, CONTACT};

    private Keys() {}

    /// Twenty hexadecimal digits: 80 bits tell all attempts there will ever be apart.
    static String hash(Token token) {
        try {
            var digest =
                    MessageDigest.getInstance("SHA-256").digest(token.text().getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, 10);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /// Of the service, the secret, and, with `-RANK`, of the pods.
    static String cluster(Token token) {
        return "outlast-" + hash(token);
    }

    static String pod(Token token, int rank) {
        return cluster(token) + "-" + rank;
    }
}
