package dev.outlast.e2e;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;

/// The way from one controller to the database. While it is cut, what either side says, even that it hangs up, waits
/// here and neither is told: so is a network that drops packets for a while. Nothing is lost; it arrives late.
final class Wire implements AutoCloseable {
    private final ServerSocket door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final int server;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private volatile CountDownLatch whole = new CountDownLatch(0);

    /// @param server the database's port on this machine; nobody need listen there yet
    Wire(int server) throws IOException {
        this.server = server;
        Thread.ofVirtual().name("wire").start(this::accept);
    }

    int port() {
        return door.getLocalPort();
    }

    void cut() {
        whole = new CountDownLatch(1);
    }

    /// What was held goes on its way.
    void heal() {
        whole.countDown();
    }

    private void accept() {
        try {
            while (true) {
                var client = door.accept();
                Thread.ofVirtual().name("wire").start(() -> connect(client));
            }
        } catch (IOException closed) {
            heal();
        }
    }

    private void connect(Socket client) {
        open.add(client);
        try {
            whole.await();
            var upstream = new Socket(InetAddress.getLoopbackAddress(), server);
            open.add(upstream);
            Thread.ofVirtual().name("wire").start(() -> pass(upstream, client));
            pass(client, upstream);
        } catch (IOException | InterruptedException nobodyThere) {
            hangUp(client);
        }
    }

    /// In one direction, until either end is gone.
    private void pass(Socket from, Socket to) {
        var buffer = new byte[1 << 16];
        try {
            for (int n = read(from, buffer); n >= 0; n = read(from, buffer)) {
                to.getOutputStream().write(buffer, 0, n);
            }
        } catch (IOException | InterruptedException ended) {
            // Both are hung up below.
        } finally {
            hangUp(from);
            hangUp(to);
        }
    }

    private int read(Socket from, byte[] buffer) throws IOException, InterruptedException {
        try {
            return from.getInputStream().read(buffer);
        } finally {
            whole.await();
        }
    }

    private void hangUp(Socket socket) {
        open.remove(socket);
        try {
            socket.close();
        } catch (IOException alreadyGone) {
            open.remove(socket);
        }
    }

    @Override
    public void close() throws IOException {
        door.close();
        heal();
        open.forEach(this::hangUp);
    }
}
