package dev.outlast.controller.access;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.Base64;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/// A certificate that signed itself, made by the tool of this Java.
public final class TestCertificate {
    private static final String PASSWORD = "password";

    private final Certificate certificate;
    private final String certificatePem;
    private final String keyPem;

    private TestCertificate(Certificate certificate, String certificatePem, String keyPem) {
        this.certificate = certificate;
        this.certificatePem = certificatePem;
        this.keyPem = keyPem;
    }

    /// @param folder where it may leave a file
    /// @param kind EC, RSA or Ed25519
    public static TestCertificate make(Path folder, String name, String kind) throws Exception {
        var file = folder.resolve(name + "-" + kind + ".p12");
        var tool = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
        var process = new ProcessBuilder(
                        tool,
                        "-genkeypair",
                        "-alias",
                        "x",
                        "-keyalg",
                        kind,
                        "-dname",
                        "CN=" + name,
                        "-validity",
                        "30",
                        "-ext",
                        "san=dns:localhost,ip:127.0.0.1",
                        "-storetype",
                        "PKCS12",
                        "-storepass",
                        PASSWORD,
                        "-keystore",
                        file.toString())
                .redirectErrorStream(true)
                .start();
        var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException(said);
        }
        var store = KeyStore.getInstance("PKCS12");
        try (var in = Files.newInputStream(file)) {
            store.load(in, PASSWORD.toCharArray());
        }
        var certificate = store.getCertificate("x");
        var key = store.getKey("x", PASSWORD.toCharArray());
        return new TestCertificate(
                certificate, pem("CERTIFICATE", certificate.getEncoded()), pem("PRIVATE KEY", key.getEncoded()));
    }

    private static String pem(String what, byte[] bytes) {
        return "-----BEGIN " + what + "-----\n" + Base64.getMimeEncoder().encodeToString(bytes) + "\n-----END " + what
                + "-----\n";
    }

    public void writeTo(Path certificateFile, Path keyFile) throws IOException {
        Files.writeString(certificateFile, certificatePem);
        Files.writeString(keyFile, keyPem);
    }

    public Certificate certificate() {
        return certificate;
    }

    String keyPem() {
        return keyPem;
    }

    /// Of a client that trusts these and no others.
    public static SSLContext trusting(TestCertificate... trusted) throws Exception {
        var store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        for (int i = 0; i < trusted.length; i++) {
            store.setCertificateEntry("ca" + i, trusted[i].certificate);
        }
        var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        var context = SSLContext.getInstance("TLS");
        context.init(null, factory.getTrustManagers(), null);
        return context;
    }
}
