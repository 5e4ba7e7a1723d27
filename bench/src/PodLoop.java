import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.ArrayList;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/// The least that a thousand pods can cost: each is made behind its gate, the gate is taken away, and it is deleted
/// when it has ended, which one watch tells. No secret, no tombstone, no log, no database.
///
/// `java PodLoop.java SERVER CA.crt TOKEN_FILE NAMESPACE TEMPLATE.json PREFIX COUNT PARALLEL`
///
/// In the template, NAME stands for the pod's name.
final class PodLoop {
    private static final Pattern NAME = Pattern.compile("\"metadata\":\\{\"name\":\"([^\"]+)\"");
    private static final String UNGATE = "[{\"op\":\"remove\",\"path\":\"/spec/schedulingGates/0\"}]";

    private final HttpClient client;
    private final String pods;
    private final String token;
    private final Map<String, CountDownLatch> gone = new ConcurrentHashMap<>();
    private volatile boolean isOver;
    private final Map<String, Boolean> ended = new ConcurrentHashMap<>();

    private PodLoop(HttpClient client, String pods, String token) {
        this.client = client;
        this.pods = pods;
        this.token = token;
    }

    public static void main(String[] arguments) throws Exception {
        var loop = new PodLoop(
                client(Path.of(arguments[1])),
                arguments[0] + "/api/v1/namespaces/" + arguments[3] + "/pods",
                Files.readString(Path.of(arguments[2])).strip());
        var template = Files.readString(Path.of(arguments[4]));
        var parallel = Integer.parseInt(arguments[7]);
        // The first ones warm it up.
        loop.round(template, arguments[5] + "warm-", Math.min(200, Integer.parseInt(arguments[6])), parallel);
        var took = loop.round(template, arguments[5], Integer.parseInt(arguments[6]), parallel);
        System.out.printf(Locale.ROOT, "seconds=%.3f%n", took / 1e9);
        System.exit(0);
    }

    private static HttpClient client(Path authority) throws Exception {
        var store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null);
        store.setCertificateEntry(
                "ca",
                CertificateFactory.getInstance("X.509")
                        .generateCertificate(new ByteArrayInputStream(Files.readAllBytes(authority))));
        var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(store);
        var tls = SSLContext.getInstance("TLS");
        tls.init(null, trust.getTrustManagers(), null);
        return HttpClient.newBuilder().sslContext(tls).build();
    }

    private long round(String template, String prefix, int count, int parallel) throws Exception {
        for (int i = 0; i < count; i++) {
            gone.put(prefix + i, new CountDownLatch(1));
        }
        try (ExecutorService calls = Executors.newFixedThreadPool(parallel)) {
            isOver = false;
            var ready = new CountDownLatch(1);
            var watch = Thread.ofVirtual().start(() -> watch(prefix, calls, ready));
            ready.await();
            long began = System.nanoTime();
            var made = new ArrayList<Future<Void>>();
            for (int i = 0; i < count; i++) {
                var name = prefix + i;
                made.add(calls.submit((Callable<Void>) () -> {
                    send("POST", "", "application/json", template.replace("NAME", name), 201);
                    return null;
                }));
            }
            // As with jobs: no pod has its gate taken away before it was made, but nobody waits for all of them.
            var opened = new ArrayList<Future<Void>>();
            for (int i = 0; i < count; i++) {
                made.get(i).get();
                var name = prefix + i;
                opened.add(calls.submit((Callable<Void>) () -> {
                    send("PATCH", "/" + name, "application/json-patch+json", UNGATE, 200);
                    return null;
                }));
            }
            for (var one : opened) {
                one.get();
            }
            for (int i = 0; i < count; i++) {
                gone.get(prefix + i).await();
            }
            long took = System.nanoTime() - began;
            isOver = true;
            watch.interrupt();
            watch.join();
            return took;
        }
    }

    private void watch(String prefix, ExecutorService calls, CountDownLatch ready) {
        try {
            // A server that has more to say than its buffers hold ends the watch. The next one begins with all there is.
            while (!isOver) {
                var all = request("?watch=true&timeoutSeconds=900").GET().build();
                var answer = client.send(all, BodyHandlers.ofLines());
                ready.countDown();
                answer.body().forEach(line -> event(prefix, line, calls));
            }
        } catch (Exception broken) {
            if (!isOver) {
                broken.printStackTrace();
                System.exit(1);
            }
        }
    }

    private void event(String prefix, String line, ExecutorService calls) {
        var found = NAME.matcher(line);
        if (!found.find() || !found.group(1).startsWith(prefix)) {
            return;
        }
        var name = found.group(1);
        if (line.contains("\"phase\":\"Succeeded\"") && ended.putIfAbsent(name, true) == null) {
            calls.submit(() -> {
                try {
                    send("DELETE", "/" + name, "application/json", "", 200);
                    gone.get(name).countDown();
                } catch (Exception failed) {
                    failed.printStackTrace();
                    System.exit(1);
                }
            });
        }
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(pods + path)).header("Authorization", "Bearer " + token);
    }

    private void send(String method, String path, String type, String body, int wanted) throws Exception {
        var request = request(path).header("Content-Type", type).method(method, BodyPublishers.ofString(body));
        var answer = client.send(request.build(), BodyHandlers.ofString());
        if (answer.statusCode() != wanted) {
            throw new IllegalStateException(method + " " + path + ": " + answer.statusCode() + " " + answer.body());
        }
    }
}
