package dev.outlast.testkit.checkpoint;

import dev.outlast.core.checkpoint.Manifest;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;

/// Checkpoints to test with: one file of text each, whose name and content follow from `seq` and `attempt`.
public final class Checkpoints {
    private Checkpoints() {}

    public static Manifest manifest(String taskId, long seq, int attempt) {
        byte[] content = content(seq, attempt);
        Manifest.Entry file = new Manifest.Entry(fileName(taskId, seq, attempt), content.length, sha256(content));
        return new Manifest(seq, attempt, 1, taskId, Instant.EPOCH.plusSeconds(seq % 1_000_000), List.of(file));
    }

    /// Relative to the bucket prefix.
    public static String fileName(String taskId, long seq, int attempt) {
        return taskId + "/step-" + seq + "." + attempt + "/weights.txt";
    }

    public static byte[] content(long seq, int attempt) {
        return ("weights of step " + seq + " by attempt " + attempt).getBytes(StandardCharsets.UTF_8);
    }

    /// In lower-case hexadecimal digits.
    public static String sha256(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-256", impossible);
        }
    }
}
