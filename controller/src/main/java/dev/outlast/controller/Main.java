package dev.outlast.controller;

import dev.outlast.controller.api.ApiServer;
import dev.outlast.controller.api.ApiSettings;
import dev.outlast.controller.backup.BackupException;
import dev.outlast.controller.config.ConfigException;
import dev.outlast.controller.config.ControllerConfig;
import dev.outlast.controller.effects.AheadOfUs;
import dev.outlast.controller.engine.LostLeadership;
import dev.outlast.controller.secret.SecretException;
import dev.outlast.controller.service.ControllerProcess;
import dev.outlast.controller.service.Databases;
import dev.outlast.controller.service.Home;
import dev.outlast.controller.service.Safekeeping;
import dev.outlast.controller.store.DataDirectoryException;
import dev.outlast.controller.systemd.Supervisor;
import dev.outlast.core.store.StoreException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.logging.Level;
import java.util.logging.LogManager;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// `run [--port N]`: a controller in the foreground, until SIGTERM or Ctrl-C. `backup DIR`, `restore DIR`: beside one,
/// or without. Exit codes: 0 stopped in order (once it was ready; before, 143 or 130), 1 cannot start, or refused,
/// 2 wrong usage or configuration, 3 another controller acts for the same installation, 70 lost the lead or the store.
public final class Main {
    private static final Logger LOG = LoggerFactory.getLogger(Main.class);
    private static final int CANNOT_START = 1;
    private static final int USAGE = 2;
    private static final int AHEAD = 3;
    private static final int LOST = 70;

    private Main() {}

    public static void main(String[] arguments) {
        var home = Path.of(System.getenv().getOrDefault("OUTLAST_HOME", System.getProperty("user.home") + "/.outlast"));
        // Libraries that log through the JDK say only what somebody should see; it goes to standard error.
        LogManager.getLogManager().getLogger("").setLevel(Level.WARNING);
        try {
            switch (arguments.length == 0 ? "run" : arguments[0]) {
                case "backup" -> keeper(home).backup(directory(arguments, 2));
                case "restore" -> keeper(home).restore(directory(arguments, Integer.MAX_VALUE), choices(arguments));
                case "db" -> databases(home).perform(List.of(arguments).subList(1, arguments.length));
                default -> run(home, port(arguments));
            }
        } catch (ConfigException wrong) {
            exit(USAGE, String.valueOf(wrong.getMessage()));
        } catch (AheadOfUs other) {
            exit(AHEAD, String.valueOf(other.getMessage()));
        } catch (DataDirectoryException | LostLeadership | BackupException | SecretException | StoreException refused) {
            exit(CANNOT_START, String.valueOf(refused.getMessage()));
        } catch (Exception failed) {
            LOG.error("cannot start", failed);
            var cause = failed.getCause();
            exit(CANNOT_START, "cannot start: " + failed.getMessage() + (cause == null ? "" : " (" + cause + ")"));
        }
    }

    private static int port(String[] arguments) throws ConfigException {
        if (arguments.length == 0 || (arguments.length == 1 && arguments[0].equals("run"))) {
            return -1;
        }
        if (arguments.length == 3 && arguments[0].equals("run") && arguments[1].equals("--port")) {
            try {
                var port = Integer.parseInt(arguments[2]);
                if (port >= 0 && port < 65_536) {
                    return port;
                }
            } catch (NumberFormatException notANumber) {
                throw new ConfigException("--port: '" + arguments[2] + "' is not a number from 0 to 65535");
            }
        }
        throw new ConfigException(
                "usage: run [--port N] | db migrate|status|copy|restored [--without-looking] | backup DIR"
                        + " | restore DIR [--replace] [--key FILE] [--without-key] [--without-looking]");
    }

    private static Databases databases(Path root) throws Exception {
        var config = ControllerConfig.read(root, without());
        var home = Home.open(root, config.together());
        return new Databases(home, config, System.out::println);
    }

    private static Safekeeping keeper(Path home) {
        return new Safekeeping(home, without(), System.out::println);
    }

    private static String without() {
        return System.getenv().getOrDefault("OUTLAST_WITHOUT", "");
    }

    private static Path directory(String[] arguments, int most) throws ConfigException {
        if (arguments.length < 2 || arguments.length > most || arguments[1].startsWith("--")) {
            throw new ConfigException(arguments[0] + ": expected one directory");
        }
        return Path.of(arguments[1]);
    }

    private static Safekeeping.Choices choices(String[] arguments) throws ConfigException {
        var options = new ArrayList<>(List.of(arguments).subList(2, arguments.length));
        var at = options.indexOf("--key");
        Optional<Path> key = Optional.empty();
        if (at >= 0 && at + 1 < options.size()) {
            key = Optional.of(Path.of(options.remove(at + 1)));
            options.remove(at);
        }
        var choices = new Safekeeping.Choices(
                options.remove("--replace"), key, options.remove("--without-key"), options.remove("--without-looking"));
        if (!options.isEmpty()) {
            throw new ConfigException("restore: cannot make sense of " + String.join(" ", options));
        }
        return choices;
    }

    private static void run(Path root, int port) throws Exception {
        var config = ControllerConfig.read(root, without());
        var home = Home.open(root, config.together());
        var process = new ControllerProcess(home, config, why -> {
            LOG.error("this process must end; the next start goes on where it was", why);
            System.err.println("outlast: " + why.getMessage());
            Runtime.getRuntime().halt(why instanceof AheadOfUs ? AHEAD : LOST);
        });
        var settings = new ApiSettings(
                InetAddress.getByName(config.bind()),
                port < 0 ? config.port() : port,
                config.authRequired(),
                config.hosts(),
                process.homeToken(),
                2L << 30,
                Duration.ofSeconds(10),
                process.tls());
        var supervisor = Supervisor.of(System.getenv(), ProcessHandle.current().pid());
        var server = listen(settings, process);
        try {
            process.start(config.together().advertised().orElseGet(() -> URI.create(server.address())));
        } catch (Exception refused) {
            server.close();
            process.close();
            throw refused;
        }
        // Before anybody knows of it: whoever does may end it at once.
        var stopped = stopInOrder(home, server, process, supervisor);
        announce(home, server);
        supervisor.ready(process.status());
        supervisor.follow(process::status, process::progress, process::nudge);
        stopped.await();
    }

    /// @throws IOException when the port cannot be had; the controller has stopped then
    private static ApiServer listen(ApiSettings settings, ControllerProcess process)
            throws IOException, StoreException {
        try {
            var server = ApiServer.start(
                    settings, process.service(), process.access(), process.sky(settings.needsToken()), process.seats());
            // A server that could not bind says so by its port, not by an exception.
            if (server.port() > 0) {
                return server;
            }
            server.close();
        } catch (RuntimeException taken) {
            LOG.warn("the door did not open", taken);
        }
        process.close();
        throw new IOException("cannot listen on " + settings.bind().getHostAddress() + ":" + settings.port()
                + "; is another program there? `--port N` or `port:` in config.yaml chooses another");
    }

    /// Tells commands of this home where the controller is; written whole or not at all.
    private static void announce(Home home, ApiServer server) throws IOException {
        var self = ProcessHandle.current();
        var start = self.info().startInstant().map(Object::toString).orElse("");
        var json = "{\"pid\": " + self.pid() + ", \"start_time\": \"" + start + "\", \"port\": " + server.port()
                + ", \"address\": \"" + server.address() + "\"}\n";
        var temporary = home.controllerFile().resolveSibling("controller.json.new");
        Files.writeString(temporary, json);
        Files.move(temporary, home.controllerFile(), StandardCopyOption.ATOMIC_MOVE);
        LOG.info("ready at {}", server.address());
        System.out.println("outlast controller ready at " + server.address());
    }

    /// From now on SIGTERM and Ctrl-C end it in order.
    ///
    /// @return down when it has stopped
    private static CountDownLatch stopInOrder(
            Home home, ApiServer server, ControllerProcess process, Supervisor supervisor) {
        var stopped = new CountDownLatch(1);
        var once = new AtomicBoolean();
        Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().name("stop").unstarted(() -> {
            if (once.compareAndSet(false, true)) {
                supervisor.stopping();
                server.close();
                process.close();
                home.controllerFile().toFile().delete();
                LOG.info("stopped; running jobs go on");
                stopped.countDown();
                // Of itself Java would say 143, which a supervisor takes for a failure.
                System.out.flush();
                Runtime.getRuntime().halt(0);
            }
        }));
        return stopped;
    }

    private static void exit(int code, String message) {
        System.err.println("outlast: " + message);
        System.exit(code);
    }
}
