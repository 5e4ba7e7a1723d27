package dev.outlast.controller.access;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedKeyManager;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The certificate of this controller and its key, from two PEM files. When they change, new connections get the new
/// ones; files that cannot be used change nothing.
public final class Certificates {
    private static final Logger LOG = LoggerFactory.getLogger(Certificates.class);
    private static final Pattern PEM = Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----([^-]*)-----END \\1-----");
    private static final List<String> KINDS = List.of("EC", "RSA", "EdDSA");
    private static final char[] IN_MEMORY = "none".toCharArray();

    private final Path certificate;
    private final Path key;
    private final ChangingKeys keys = new ChangingKeys();
    private final SSLContext context;
    private Text seen;

    private record Text(String certificate, String key) {}

    /// @param believed PEM file of those whom it believes itself, as other controllers; may be missing: those whom Java
    ///     believes
    /// @throws Unusable naming the file and what is wrong with it
    public static Certificates read(Path certificate, Path key, Path believed) throws Unusable {
        return new Certificates(certificate, key, believed);
    }

    private Certificates(Path certificate, Path key, Path believed) throws Unusable {
        this.certificate = certificate;
        this.key = key;
        this.seen = text();
        keys.use(managed(seen));
        var trust = Files.exists(believed) ? trust(believed) : null;
        try {
            context = SSLContext.getInstance("TLS");
            context.init(new KeyManager[] {keys}, trust, null);
        } catch (GeneralSecurityException absent) {
            throw new IllegalStateException("every Java speaks TLS", absent);
        }
    }

    private static TrustManager[] trust(Path file) throws Unusable {
        try (var in = Files.newInputStream(file)) {
            var store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            int n = 0;
            for (var one : CertificateFactory.getInstance("X.509").generateCertificates(in)) {
                store.setCertificateEntry("ca" + n++, one);
            }
            var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init(store);
            return factory.getTrustManagers();
        } catch (GeneralSecurityException | IOException broken) {
            throw new Unusable(file + " cannot be used: " + broken.getMessage());
        }
    }

    /// For a server, and for what it asks of others; stays the same when the files change.
    public SSLContext context() {
        return context;
    }

    /// Looks whether the files have changed.
    ///
    /// @return whether new connections get another certificate from now on
    public synchronized boolean refresh() {
        try {
            var now = text();
            if (now.equals(seen)) {
                return false;
            }
            seen = now;
            keys.use(managed(now));
            return true;
        } catch (Unusable broken) {
            LOG.error("{}; the certificate that was there before goes on", broken.getMessage());
            return false;
        }
    }

    private Text text() throws Unusable {
        return new Text(text(certificate), text(key));
    }

    private static String text(Path file) throws Unusable {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (IOException unreadable) {
            throw new Unusable(file + " cannot be read: " + unreadable);
        }
    }

    private X509ExtendedKeyManager managed(Text text) throws Unusable {
        try {
            var chain = chain(text.certificate());
            var privateKey = privateKey(text.key());
            fit(chain[0], privateKey);
            var store = KeyStore.getInstance("PKCS12");
            store.load(null, IN_MEMORY);
            store.setKeyEntry("controller", privateKey, IN_MEMORY, chain);
            var factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            factory.init(store, IN_MEMORY);
            if (chain[0] instanceof X509Certificate leaf) {
                LOG.info(
                        "the certificate in {} is one for {}, until {}",
                        certificate,
                        leaf.getSubjectX500Principal(),
                        leaf.getNotAfter().toInstant());
            }
            return (X509ExtendedKeyManager) factory.getKeyManagers()[0];
        } catch (GeneralSecurityException | IOException refused) {
            throw new Unusable(certificate + " and " + key + " cannot be used: " + refused.getMessage());
        }
    }

    private Certificate[] chain(String text) throws Unusable, GeneralSecurityException {
        if (!text.contains("-----BEGIN CERTIFICATE-----")) {
            throw new Unusable(certificate + " holds no 'BEGIN CERTIFICATE'");
        }
        var bytes = new ByteArrayInputStream(text.getBytes(StandardCharsets.ISO_8859_1));
        return CertificateFactory.getInstance("X.509")
                .generateCertificates(bytes)
                .toArray(Certificate[]::new);
    }

    private PrivateKey privateKey(String text) throws Unusable, GeneralSecurityException {
        var pem = PEM.matcher(text);
        var others = "";
        while (pem.find()) {
            if (pem.group(1).equals("PRIVATE KEY")) {
                return privateKey(Base64.getMimeDecoder().decode(pem.group(2)));
            }
            others = pem.group(1);
        }
        throw new Unusable(key + " holds no 'BEGIN PRIVATE KEY'"
                + (others.isEmpty()
                        ? ""
                        : " but '" + others + "'; `openssl pkcs8 -topk8 -nocrypt -in OLD -out NEW` converts a key"));
    }

    private PrivateKey privateKey(byte[] encoded) throws Unusable, GeneralSecurityException {
        for (var kind : KINDS) {
            try {
                return KeyFactory.getInstance(kind).generatePrivate(new PKCS8EncodedKeySpec(encoded));
            } catch (InvalidKeySpecException another) {
                LOG.debug("{} is no key of {}", key, kind);
            }
        }
        throw new Unusable(key + " is no key of " + String.join(", ", KINDS));
    }

    /// A new certificate beside an old key is how a renewal looks that is not finished.
    private void fit(Certificate leaf, PrivateKey privateKey) throws Unusable, GeneralSecurityException {
        var algorithm = switch (privateKey.getAlgorithm()) {
            case "RSA" -> "SHA256withRSA";
            case "EC" -> "SHA256withECDSA";
            default -> privateKey.getAlgorithm();
        };
        var words = "fit".getBytes(StandardCharsets.US_ASCII);
        var signer = Signature.getInstance(algorithm);
        signer.initSign(privateKey);
        signer.update(words);
        var signature = signer.sign();
        if (leaf.getPublicKey().getAlgorithm().equals(privateKey.getAlgorithm())) {
            var verifier = Signature.getInstance(algorithm);
            verifier.initVerify(leaf.getPublicKey());
            verifier.update(words);
            if (verifier.verify(signature)) {
                return;
            }
        }
        throw new Unusable(key + " is not the key of the first certificate in " + certificate);
    }

    /// The files are no certificate and its key; the message says why.
    public static final class Unusable extends Exception {
        private static final long serialVersionUID = 1L;

        Unusable(String message) {
            super(message);
        }
    }
}
