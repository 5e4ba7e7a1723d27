package dev.outlast.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A controller whose certificate no Java believes of itself.
class TrustTest {
    private static final char[] PASSWORD = "password".toCharArray();

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    @SuppressWarnings("NullAway.Init")
    private HttpsServer server;

    @BeforeEach
    void start() throws Exception {
        var file = folder.resolve("keys.p12");
        var tool = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
        var made = new ProcessBuilder(
                        tool,
                        "-genkeypair",
                        "-alias",
                        "x",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=test",
                        "-ext",
                        "san=ip:127.0.0.1",
                        "-storetype",
                        "PKCS12",
                        "-storepass",
                        "password",
                        "-keystore",
                        file.toString())
                .redirectErrorStream(true)
                .start();
        made.getInputStream().readAllBytes();
        assertThat(made.waitFor()).isZero();
        var store = KeyStore.getInstance("PKCS12");
        try (var in = Files.newInputStream(file)) {
            store.load(in, PASSWORD);
        }
        var pem =
                Base64.getMimeEncoder().encodeToString(store.getCertificate("x").getEncoded());
        Files.writeString(
                folder.resolve("ours.pem"), "-----BEGIN CERTIFICATE-----\n" + pem + "\n-----END CERTIFICATE-----\n");
        var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, PASSWORD);
        var context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), null, null);
        server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(context));
        server.createContext("/", exchange -> {
            var body = "{\"findings\": []}".getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private Run check(Map<String, String> more) {
        var environment = new HashMap<>(more);
        environment.put(
                "OUTLAST_ENDPOINT", "https://127.0.0.1:" + server.getAddress().getPort());
        return Run.command(folder, environment, null, "check");
    }

    @Test
    void anUnknownSignerIsNotBelieved() {
        var refused = check(Map.of());

        assertThat(refused.exitCode()).isEqualTo(ExitCodes.UNREACHABLE);
        assertThat(refused.err()).contains("is not trusted", "OUTLAST_CA_FILE");
    }

    @Test
    void aFileNamesWhoIsBelieved() throws Exception {
        var file = folder.resolve("ours.pem");
        assertThat(check(Map.of("OUTLAST_CA_FILE", file.toString())).exitCode()).isZero();
        var home = Files.createDirectory(folder.resolve("home"));
        Files.copy(file, home.resolve("ca.pem"));
        assertThat(check(Map.of("OUTLAST_HOME", home.toString())).exitCode()).isZero();
    }

    @Test
    void aFileThatIsNoneIsTold() throws Exception {
        var none = folder.resolve("none.pem").toString();
        assertThat(check(Map.of("OUTLAST_CA_FILE", none)).exitCode()).isEqualTo(ExitCodes.USAGE);
        Files.writeString(folder.resolve("none.pem"), "nothing\n");

        assertThat(check(Map.of("OUTLAST_CA_FILE", none)).err()).contains("none.pem holds no certificate");
    }
}
