package dev.outlast.provider.kubernetes;

import io.fabric8.kubernetes.client.jdkhttp.JdkHttpClientFactory;
import java.net.http.HttpClient;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Comparator;
import javax.net.ssl.SSLContext;

/// HTTP clients that ask for ChaCha20-Poly1305 before AES-GCM, which is five times as fast where C2 does not compile
/// (decision 14): a job is a hundred kilobytes of pods to and fro. Which suites are allowed stays Java's choice.
final class Ciphers extends JdkHttpClientFactory {
    @Override
    protected void additionalConfig(HttpClient.Builder builder) {
        try {
            var usual = SSLContext.getDefault().getDefaultSSLParameters();
            var suites = usual.getCipherSuites().clone();
            Arrays.sort(suites, Comparator.comparing((String suite) -> !suite.contains("CHACHA20")));
            usual.setCipherSuites(suites);
            builder.sslParameters(usual);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
