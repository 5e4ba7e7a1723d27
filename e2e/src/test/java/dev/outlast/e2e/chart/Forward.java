package dev.outlast.e2e.chart;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/// Lets pods, whose only neighbour is the bridge, reach what listens on this machine's loopback.
final class Forward implements AutoCloseable {
    private final ServerSocket listening;
    private final int target;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    Forward(String address, int target) {
        this.target = target;
        try {
            listening = new ServerSocket();
            listening.bind(new InetSocketAddress(address, 0));
        } catch (IOException taken) {
            throw new UncheckedIOException(taken);
        }
        threads.execute(this::accept);
    }

    int port() {
        return listening.getLocalPort();
    }

    private void accept() {
        while (!listening.isClosed()) {
            try {
                var from = listening.accept();
                threads.execute(() -> join(from));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void join(Socket from) {
        try (from;
                var to = new Socket(InetAddress.getLoopbackAddress(), target)) {
            var back = threads.submit(() -> copy(to, from));
            copy(from, to);
            back.get();
        } catch (Exception broken) {
            // One of the two has gone; the other is told by the end of its connection.
        }
    }

    private static void copy(Socket from, Socket to) {
        try {
            from.getInputStream().transferTo(to.getOutputStream());
            to.shutdownOutput();
        } catch (IOException gone) {
            try {
                to.close();
            } catch (IOException closed) {
                return;
            }
        }
    }

    @Override
    public void close() {
        try {
            listening.close();
        } catch (IOException closed) {
            throw new UncheckedIOException(closed);
        }
        threads.shutdownNow();
    }
}
