package dev.outlast.controller.service;

import dev.outlast.artefacts.ArtefactPlace;
import dev.outlast.checkpointing.blob.SharedBlobs;
import dev.outlast.controller.api.Finding;
import dev.outlast.controller.config.ConfigException;
import dev.outlast.controller.config.ControllerConfig;
import dev.outlast.core.spi.ArtefactStore;
import dev.outlast.core.task.FileMount;
import dev.outlast.core.task.JobSpec;
import dev.outlast.core.task.Problem;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What the controllers of an installation have in common beside the database, and what a job may therefore depend on.
final class SharedFiles {
    private static final Logger LOG = LoggerFactory.getLogger(SharedFiles.class);
    private static final String KEY = "shared.bucket";

    private static final String LOCAL = "local";
    private static final String LOCAL_ALONE =
            "this controller is one of several (store.url), and what the local launcher"
                    + " knows of its processes would lie on this disk alone, so that another controller would start the job a"
                    + " second time: set shared.directory in config.yaml to one that all of them see";

    private SharedFiles() {}

    /// Opens the place that is configured, and looks whether it works.
    ///
    /// @throws ConfigException when it can never work like this; one that is only away is waited for
    static Optional<CheckedArtefacts> open(ControllerConfig config, String installation) throws ConfigException {
        if (config.together().artefacts().isEmpty()) {
            return Optional.empty();
        }
        try {
            var place = new CheckedArtefacts(open(config.together().artefacts().get()), installation);
            try {
                place.check();
                LOG.info("uploads and logs of jobs are shared in {}", place.description());
            } catch (ArtefactStore.Refused never) {
                place.close();
                throw new ConfigException(KEY + ": " + never.getMessage());
            } catch (IOException away) {
                LOG.warn("{}: {}; uploads are refused and logs wait on this disk until it answers", KEY, said(away));
            }
            return Optional.of(place);
        } catch (IllegalArgumentException wrong) {
            throw new ConfigException(KEY + ": " + wrong.getMessage());
        }
    }

    private static ArtefactStore open(ArtefactPlace place) {
        return place.open();
    }

    private static String said(IOException failed) {
        return failed.getMessage() == null ? failed.toString() : failed.getMessage();
    }

    /// Empty where nothing is configured.
    static Optional<Finding> finding(Optional<CheckedArtefacts> place) {
        return place.map(shared -> {
            try {
                shared.check();
                return new Finding("shared files", Finding.Level.OK, shared.description());
            } catch (IOException failed) {
                return new Finding("shared files", Finding.Level.BAD, KEY + ": " + said(failed));
            }
        });
    }

    /// Why uploads cannot be taken by this controller at all; empty when they can.
    static Optional<String> refusesUploads(ControllerConfig config) {
        var together = config.together();
        return config.postgres().isEmpty()
                        || together.directory().isPresent()
                        || together.artefacts().isPresent()
                ? Optional.empty()
                : Optional.of("this controller is one of several (store.url), and an upload would lie on its own disk"
                        + " alone: set shared.bucket in config.yaml, or shared.directory to one that all of them see");
    }

    /// Beside other launchers the local one would be given jobs that nobody meant for it.
    ///
    /// @throws ConfigException when it is there, and what it knows would lie on this disk alone
    static void refuseLocalLauncherAmongOthers(ControllerConfig config) throws ConfigException {
        if (config.postgres().isPresent()
                && config.together().directory().isEmpty()
                && config.providers().containsKey(LOCAL)
                && config.providers().size() > 1) {
            throw new ConfigException("providers.local: " + LOCAL_ALONE + ", or take this launcher out");
        }
    }

    /// What a job would depend on and only this machine has.
    static List<Problem> onlyHere(ControllerConfig config, JobSpec job, Map<String, String> blobs) {
        var problems = new ArrayList<Problem>();
        if (config.postgres().isEmpty() || config.together().directory().isPresent()) {
            return problems;
        }
        if (!blobs.isEmpty()) {
            refusesUploads(config).ifPresent(why -> problems.add(new Problem(0, 0, "workdir, file_mounts", why)));
        }
        for (var task : job.tasks()) {
            for (var mount : task.fileMounts()) {
                if (isLocalBucket(mount)) {
                    problems.add(new Problem(
                            0,
                            0,
                            "file_mounts." + mount.destination(),
                            "this controller is one of several (store.url), and a local:// bucket would lie on its own"
                                    + " disk alone: set shared.directory in config.yaml to one that all of them see, or"
                                    + " take another bucket"));
                }
            }
        }
        if (config.providers().keySet().equals(Set.of(LOCAL))) {
            problems.add(new Problem(0, 0, "resources", LOCAL_ALONE));
        }
        return problems;
    }

    private static boolean isLocalBucket(FileMount mount) {
        return switch (mount) {
            case FileMount.LocalCopy _ -> false;
            case FileMount.BucketCopy copy -> copy.url().isLocal();
            case FileMount.StorageMount storage -> storage.bucket().isLocal();
        };
    }

    /// Sees to it that other controllers can launch what is submitted here.
    ///
    /// @throws SharedBlobs.NotShared when that cannot be said now
    static List<Problem> share(SharedBlobs shared, Map<String, String> blobs) throws IOException {
        var problems = new ArrayList<Problem>();
        for (var blob : blobs.entrySet()) {
            var sha256 = SharedBlobs.sha256(blob.getValue());
            shared.share(sha256);
            if (!shared.has(sha256)) {
                problems.add(new Problem(
                        0,
                        0,
                        "workdir, file_mounts",
                        "'" + blob.getKey() + "' was not uploaded; use `outlast launch`"));
            }
        }
        return problems;
    }
}
