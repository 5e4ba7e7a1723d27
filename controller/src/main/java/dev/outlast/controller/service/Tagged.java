package dev.outlast.controller.service;

import dev.outlast.controller.backup.BackupException;
import dev.outlast.controller.backup.Restore;
import dev.outlast.controller.config.ConfigException;
import dev.outlast.controller.config.ControllerConfig;
import dev.outlast.core.spi.Launcher;
import dev.outlast.core.spi.LauncherException;
import java.util.function.Consumer;

/// The highest numbers on anything that carries an installation's tag, by what its launchers show.
///
/// @param withoutLooking whether to go on although a launcher cannot be asked
record Tagged(Home home, ControllerConfig config, boolean withoutLooking, Consumer<String> say) {
    Restore.Heights of(String installation) throws ConfigException, BackupException {
        var heights = Restore.Heights.NONE;
        var launchers = Installation.launchers(home, config);
        try {
            for (var launcher : launchers.values()) {
                heights = heights.and(on(launcher, installation));
            }
        } finally {
            launchers.values().forEach(Launcher::close);
        }
        return heights;
    }

    private Restore.Heights on(Launcher launcher, String installation) throws BackupException {
        var heights = Restore.Heights.NONE;
        try {
            for (var resource : launcher.owned()) {
                var token = resource.token();
                if (token.installation().equals(installation)) {
                    heights = heights.and(new Restore.Heights(
                            token.incarnation(), resource.epoch(), token.job().value()));
                }
            }
        } catch (LauncherException away) {
            if (!withoutLooking) {
                throw new BackupException(
                        launcher.provider() + " cannot be asked what there is: " + away.getMessage()
                                + "; try again, or say --without-looking: then ids may be given twice",
                        away);
            }
            say.accept(launcher.provider() + " could not be asked what there is: " + away.getMessage());
        }
        return heights;
    }
}
