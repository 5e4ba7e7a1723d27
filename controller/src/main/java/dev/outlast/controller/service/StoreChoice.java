package dev.outlast.controller.service;

import dev.outlast.controller.codec.FeatureLevel;
import dev.outlast.controller.config.ControllerConfig;
import dev.outlast.controller.leader.DatabaseLeadership;
import dev.outlast.controller.leader.FileLeadership;
import dev.outlast.controller.leader.LeaseSettings;
import dev.outlast.controller.store.DataDirectory;
import dev.outlast.controller.store.FatalHandler;
import dev.outlast.controller.store.PostgresConnections;
import dev.outlast.controller.store.PostgresSettings;
import dev.outlast.controller.store.PostgresStore;
import dev.outlast.controller.store.SqlStore;
import dev.outlast.controller.store.SqliteSettings;
import dev.outlast.controller.store.SqliteStore;
import dev.outlast.core.spi.Leadership;
import dev.outlast.core.store.LeaderRow;
import dev.outlast.core.store.StoreException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.HexFormat;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A file and its lock for one controller, or a database and its lease for several.
final class StoreChoice {
    private static final Logger LOG = LoggerFactory.getLogger(StoreChoice.class);

    private StoreChoice() {}

    /// @param directory already locked by this process
    static SqlStore open(ControllerConfig config, DataDirectory directory, FatalHandler fatal)
            throws StoreException, IOException {
        if (config.postgres().isEmpty()) {
            var store = SqliteStore.open(directory.database(), SqliteSettings.DEFAULT, new SecureRandom(), fatal);
            try {
                var _ = understood(store.leader());
                return store;
            } catch (StoreException refused) {
                store.close();
                throw refused;
            }
        }
        if (Files.exists(directory.database())) {
            LOG.warn(
                    "{} is not used, for store.url is set: jobs in it are not seen. `outlast db copy` brings them over",
                    directory.database());
        }
        return openDatabase(config.postgres().get(), directory);
    }

    private static SqlStore openDatabase(PostgresSettings settings, DataDirectory directory)
            throws StoreException, IOException {
        var store = PostgresStore.open(settings, new SecureRandom());
        try {
            belongs(understood(store.leader()).installation(), directory);
            return store;
        } catch (StoreException | IOException refused) {
            store.close();
            throw refused;
        }
    }

    /// A state of a newer version would park its job; where such states may be written, an older version does not lead.
    static LeaderRow understood(LeaderRow row) throws StoreException {
        if (row.featureLevel() > FeatureLevel.known()) {
            throw new StoreException(
                    StoreException.Kind.UNKNOWN,
                    "installation " + row.installation() + " is at feature level " + row.featureLevel()
                            + ", and this version knows " + FeatureLevel.known()
                            + ": a newer version has written it. Run that one, or restore a backup of the time before");
        }
        return row;
    }

    /// What lies in this home, keys and logs and directories of jobs, belongs to one installation.
    static void belongs(String installation, DataDirectory directory) throws IOException {
        var file = directory.path().resolve("installation");
        if (!Files.exists(file)) {
            Files.writeString(file, installation + "\n");
        }
        var ours = Files.readString(file).strip();
        if (!ours.equals(installation)) {
            throw new IOException("this home belongs to installation " + ours + ", the database at store.url to "
                    + installation + ". Is the URL right? If it is, and the home is to change over, remove " + file);
        }
    }

    /// @throws IOException when the kubeconfig of a Lease cannot be read
    static Leadership leadership(ControllerConfig config, DataDirectory directory) throws IOException {
        if (config.postgres().isEmpty()) {
            return new FileLeadership(directory);
        }
        var holder = holder(config) + " #" + HexFormat.of().toHexDigits(new SecureRandom().nextInt());
        if (config.kubernetes().isPresent()) {
            return config.kubernetes().get().open(holder);
        }
        return new DatabaseLeadership(
                new PostgresConnections(config.postgres().get()),
                new LeaseSettings(config.lease()),
                holder,
                System::nanoTime,
                InstantSource.system());
    }

    /// For people: the process, and where there may be several machines, which.
    static String holder(ControllerConfig config) {
        var pid = "pid " + ProcessHandle.current().pid();
        if (config.postgres().isEmpty()) {
            return pid;
        }
        try {
            return InetAddress.getLocalHost().getHostName() + " " + pid;
        } catch (UnknownHostException nameless) {
            return pid;
        }
    }
}
