package dev.outlast.controller.secret;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.outlast.core.job.JobId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/// Seals a job's secrets by AES-256-GCM with a key that lies beside the database, never in it.
///
/// Sealed text: base64 of version (1 byte), key id (4), nonce (12), ciphertext and tag. Bound to installation and
/// job,
/// so that a row copied to another job does not open.
public final class SecretBox {
    private static final byte VERSION = 1;
    private static final int KEY_ID = 4;
    private static final int NONCE = 12;
    private static final int HEADER = 1 + KEY_ID + NONCE;
    private static final int TAG_BITS = 128;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final SecretKeySpec key;
    private final byte[] keyId;
    private final String installation;
    private final Path keyFile;
    private final SecureRandom random = new SecureRandom();

    private SecretBox(byte[] key, String installation, Path keyFile) {
        this.key = new SecretKeySpec(key, "AES");
        this.keyId = Arrays.copyOf(sha256(key), KEY_ID);
        this.installation = installation;
        this.keyFile = keyFile;
    }

    /// Reads the key, making it when there is none.
    public static SecretBox open(Path keyFile, String installation) throws SecretException {
        return new SecretBox(KeyFile.readOrCreate(keyFile), installation, keyFile);
    }

    /// Makes the key when there is none.
    ///
    /// @return its name
    public static String makeKey(Path keyFile) throws SecretException {
        return name(KeyFile.readOrCreate(keyFile));
    }

    /// Another secret that whoever has the key can make, and nobody else.
    ///
    /// @param purpose what it is for; each has one of its own
    /// @return 64 hexadecimal digits: HMAC-SHA-256 of the purpose
    public static String derive(Path keyFile, String purpose) throws SecretException {
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(KeyFile.readOrCreate(keyFile), "HmacSHA256"));
            return HexFormat.of().formatHex(mac.doFinal(purpose.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static String name(byte[] key) {
        return HexFormat.of().formatHex(Arrays.copyOf(sha256(key), KEY_ID));
    }

    /// The name of the key in a file, by which a backup says what opens its secrets; empty when there is no file.
    public static String keyId(Path keyFile) throws SecretException {
        return Files.exists(keyFile) ? makeKey(keyFile) : "";
    }

    public String seal(JobId job, Map<String, String> secrets) {
        var nonce = new byte[NONCE];
        random.nextBytes(nonce);
        try {
            var plain = JSON.writeValueAsBytes(new TreeMap<>(secrets));
            var sealed = cipher(Cipher.ENCRYPT_MODE, job, nonce).doFinal(plain);
            return Base64.getEncoder()
                    .encodeToString(ByteBuffer.allocate(HEADER + sealed.length)
                            .put(VERSION)
                            .put(keyId)
                            .put(nonce)
                            .put(sealed)
                            .array());
        } catch (GeneralSecurityException | IOException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    public Map<String, String> open(JobId job, String sealed) throws SecretException {
        var bytes = decoded(job, sealed);
        if (!Arrays.equals(keyId, 0, KEY_ID, bytes, 1, 1 + KEY_ID)) {
            throw new SecretException(
                    SecretException.Why.WRONG_KEY,
                    "the secrets of job " + job + " were sealed with another key than " + keyFile
                            + ": put the key of this installation back, or cancel the job and submit it again");
        }
        try {
            var cipher = cipher(Cipher.DECRYPT_MODE, job, Arrays.copyOfRange(bytes, 1 + KEY_ID, HEADER));
            var plain = cipher.doFinal(bytes, HEADER, bytes.length - HEADER);
            return Map.copyOf(JSON.readValue(plain, new TypeReference<Map<String, String>>() {}));
        } catch (AEADBadTagException e) {
            throw altered(job);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private byte[] decoded(JobId job, String sealed) throws SecretException {
        try {
            var bytes = Base64.getDecoder().decode(sealed);
            if (bytes.length < HEADER + TAG_BITS / 8 || bytes[0] != VERSION) {
                throw altered(job);
            }
            return bytes;
        } catch (IllegalArgumentException notBase64) {
            throw altered(job);
        }
    }

    private static SecretException altered(JobId job) {
        return new SecretException(
                SecretException.Why.ALTERED,
                "the secrets of job " + job
                        + " were changed after they were sealed: cancel the job and submit it again");
    }

    private Cipher cipher(int mode, JobId job, byte[] nonce) throws GeneralSecurityException {
        var cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD((installation + "/" + job).getBytes(StandardCharsets.UTF_8));
        return cipher;
    }

    private static byte[] sha256(byte[] key) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(key);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
