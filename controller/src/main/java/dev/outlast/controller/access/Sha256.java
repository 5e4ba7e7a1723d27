package dev.outlast.controller.access;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/// The one digest of this package.
final class Sha256 {
    private Sha256() {}

    static byte[] of(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException absent) {
            throw new IllegalStateException("every Java has SHA-256", absent);
        }
    }
}
