package dev.outlast.cli.client;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;

/// Whose certificates are believed: those that a file names, or, without one, those that Java believes.
public final class Trust {
    private static final Map<Path, SSLSocketFactory> FACTORIES = new ConcurrentHashMap<>();

    private Trust() {}

    /// The file named by `OUTLAST_CA_FILE`, or else `ca.pem` of the home, there or not.
    ///
    /// @param given empty when the variable is not set
    public static Path file(String given, Path home) {
        return given.isEmpty() ? home.resolve("ca.pem") : Path.of(given);
    }

    /// Lets this connection believe the certificates in the file. Nothing is changed where it speaks plain text, or
    /// where there is no file and none was asked for.
    ///
    /// @param given empty when the variable is not set
    /// @throws IOException the file cannot be used; the message names it
    public static void set(HttpURLConnection connection, String given, Path home) throws IOException {
        var file = file(given, home);
        if (connection instanceof HttpsURLConnection secure && (!given.isEmpty() || Files.exists(file))) {
            var known = FACTORIES.get(file);
            if (known == null) {
                known = factory(file);
                FACTORIES.put(file, known);
            }
            secure.setSSLSocketFactory(known);
        }
    }

    /// What to do where a certificate is not believed.
    public static String advice(SSLException refused) {
        return "its certificate is not trusted (" + refused.getMessage()
                + "); OUTLAST_CA_FILE, or ca.pem in OUTLAST_HOME, names the certificate of whoever signed it";
    }

    private static SSLSocketFactory factory(Path file) throws IOException {
        try (var in = Files.newInputStream(file)) {
            var store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            int n = 0;
            for (var certificate : CertificateFactory.getInstance("X.509").generateCertificates(in)) {
                store.setCertificateEntry("ca" + n++, certificate);
            }
            if (n == 0) {
                throw new IOException(file + " holds no certificate");
            }
            var managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            managers.init(store);
            var context = SSLContext.getInstance("TLS");
            context.init(null, managers.getTrustManagers(), null);
            return context.getSocketFactory();
        } catch (GeneralSecurityException broken) {
            throw new IOException(file + " holds no certificate: " + broken.getMessage(), broken);
        }
    }
}
