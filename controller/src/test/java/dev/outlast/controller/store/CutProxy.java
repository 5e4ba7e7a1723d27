package dev.outlast.controller.store;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/// Stands between a store and its server, and loses on command what either of them says.
final class CutProxy implements AutoCloseable {
    private final ServerSocket door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final int server;
    private final List<Socket> clients = new ArrayList<>();
    private final AtomicInteger waiting = new AtomicInteger();
    private volatile boolean losingAnswers;
    private volatile CountDownLatch holding = new CountDownLatch(0);

    CutProxy(int server) throws IOException {
        this.server = server;
        Thread.ofVirtual().start(this::accept);
    }

    int port() {
        return door.getLocalPort();
    }

    /// From now on the server is heard by nobody: the next thing it says breaks the connection.
    void loseAnswers() {
        losingAnswers = true;
    }

    /// From now on what clients send waits here, until [#heal].
    void holdRequests() {
        holding = new CountDownLatch(1);
    }

    /// Breaks the connections as their clients see them; what waits here still reaches the server, after [#heal].
    synchronized void dropClients() throws IOException {
        for (var client : clients) {
            client.close();
        }
        clients.clear();
    }

    /// Connections made from now on are held by nothing, and what was held goes on its way.
    void heal() {
        losingAnswers = false;
        holding.countDown();
    }

    /// New connections work again; what was held stays held.
    CountDownLatch healForNew() {
        losingAnswers = false;
        var held = holding;
        holding = new CountDownLatch(0);
        return held;
    }

    /// How many connections have something that waits here.
    int held() {
        return waiting.get();
    }

    private void accept() {
        try {
            while (true) {
                var client = door.accept();
                var upstream = new Socket(InetAddress.getLoopbackAddress(), server);
                synchronized (this) {
                    clients.add(client);
                }
                Thread.ofVirtual().start(() -> requests(client, upstream));
                Thread.ofVirtual().start(() -> answers(client, upstream));
            }
        } catch (IOException closed) {
            heal();
        }
    }

    private void requests(Socket client, Socket upstream) {
        try (upstream) {
            copy(client.getInputStream(), upstream.getOutputStream(), false);
        } catch (IOException | UncheckedIOException ended) {
            heal(client);
        }
    }

    private void answers(Socket client, Socket upstream) {
        try (client) {
            copy(upstream.getInputStream(), client.getOutputStream(), true);
        } catch (IOException | UncheckedIOException ended) {
            heal(client);
        }
    }

    private static void heal(Socket client) {
        try {
            client.close();
        } catch (IOException alreadyClosed) {
            throw new UncheckedIOException(alreadyClosed);
        }
    }

    private void copy(InputStream from, OutputStream to, boolean answers) throws IOException {
        var buffer = new byte[1 << 16];
        while (true) {
            var n = from.read(buffer);
            if (n < 0 || (answers && losingAnswers)) {
                return;
            }
            if (!answers) {
                try {
                    waiting.incrementAndGet();
                    holding.await();
                    waiting.decrementAndGet();
                } catch (InterruptedException e) {
                    throw new IOException(e);
                }
            }
            to.write(buffer, 0, n);
            to.flush();
        }
    }

    @Override
    public void close() throws IOException {
        door.close();
        dropClients();
        heal();
    }
}
