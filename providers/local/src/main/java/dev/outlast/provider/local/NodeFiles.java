package dev.outlast.provider.local;

import dev.outlast.core.cluster.Activation;
import dev.outlast.core.cluster.MountPoint;
import dev.outlast.core.spi.LauncherException;
import dev.outlast.node.ShellQuote;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;

/// Fills the HOME of a node: working directory, uploads, buckets, and what makes a login shell work there.
///
/// @param blobs extracted uploads lie here, one directory per sha256
/// @param buckets `local://` buckets lie here
/// @param userHome of whoever runs this launcher, whose shell profile the jobs use
record NodeFiles(Path blobs, Path buckets, Path userHome) {
    /// An upload, or a file or folder in one.
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9]+(/(?!\\.{1,2}(/|$))[^/\\p{Cntrl}]+)*");

    private static final String WORKDIR = "sky_workdir";

    /// Where a mount of this activation will appear in the node's home.
    ///
    /// @throws LauncherException with CONFIG when it would not be in there
    static Path target(Path home, String path) throws LauncherException {
        var inHome = path.equals("~") ? "" : path.startsWith("~/") ? path.substring(2) : path;
        try {
            var target = home.resolve(inHome).normalize();
            if (inHome.startsWith("/") || target.equals(home) || !target.startsWith(home)) {
                throw Refusals.config("the local launcher mounts only under ~, not at " + path);
            }
            return target;
        } catch (InvalidPathException wrong) {
            throw Refusals.config("no path: " + path);
        }
    }

    /// Refuses an activation that can never work, before anything is started.
    void check(Activation what) throws LauncherException {
        var home = Path.of("/home");
        if (!what.workdir().isEmpty()) {
            blob(what.workdir());
        }
        for (var mount : what.mounts()) {
            target(home, mount.path());
            switch (mount) {
                case MountPoint.Bucket bucket -> {
                    BucketUrl.parse(bucket.url());
                    if (bucket.readOnly()) {
                        // A link cannot be read-only, and a job that may write where it must not is not what was asked.
                        throw Refusals.config("the local launcher cannot mount " + bucket.path() + " read-only");
                    }
                }
                case MountPoint.BucketCopy copy -> {
                    if (!Files.exists(BucketUrl.parse(copy.url()).in(buckets))) {
                        throw Refusals.config("no such bucket: " + copy.url());
                    }
                }
                case MountPoint.Blob upload -> blob(upload.sha256());
            }
        }
    }

    /// @param home to be filled
    /// @param at where it will lie when the job runs
    /// @param login whether the job's shell reads the user's profile
    void fill(Path home, Path at, Activation what, boolean login) throws LauncherException, IOException {
        Files.createDirectories(home.resolve(WORKDIR));
        if (login) {
            writeProfile(home, at);
        }
        if (!what.workdir().isEmpty()) {
            TreeCopy.copy(blob(what.workdir()), home.resolve(WORKDIR));
        }
        for (var mount : what.mounts()) {
            var target = target(home, mount.path());
            Files.createDirectories(target.getParent());
            switch (mount) {
                case MountPoint.Bucket bucket ->
                    link(target, BucketUrl.parse(bucket.url()).in(buckets));
                case MountPoint.BucketCopy copy ->
                    TreeCopy.copy(BucketUrl.parse(copy.url()).in(buckets), target);
                case MountPoint.Blob upload -> TreeCopy.copy(blob(upload.sha256()), target);
            }
        }
    }

    private static void link(Path target, Path bucket) throws LauncherException, IOException {
        Files.createDirectories(bucket);
        if (Files.isDirectory(target, LinkOption.NOFOLLOW_LINKS)) {
            try {
                Files.delete(target);
            } catch (IOException filled) {
                throw Refusals.config("a bucket cannot be mounted over " + target.getFileName() + ", which has files");
            }
        }
        Files.createSymbolicLink(target, bucket);
    }

    private Path blob(String name) throws LauncherException {
        if (!NAME.matcher(name).matches()) {
            throw Refusals.config("no name of an upload: " + name);
        }
        var tree = blobs.resolve(name);
        if (!Files.exists(tree)) {
            throw Refusals.config("the upload " + name + " is not there");
        }
        return tree;
    }

    /// The user's own login files run with the user's own HOME, so that what they refer to is there; only then HOME
    /// becomes the node's.
    private void writeProfile(Path home, Path at) throws IOException {
        Files.writeString(home.resolve(".bash_profile"), """
                HOME=%s
                outlast_bashrc=1
                for outlast_file in ~/.bash_profile ~/.bash_login ~/.profile; do
                    if [ -r "$outlast_file" ]; then
                        mapfile -t outlast_lines <"$outlast_file"
                        case "${outlast_lines[*]}" in *bashrc*) outlast_bashrc= ;; esac
                        . "$outlast_file"
                        break
                    fi
                done
                if [ -n "$outlast_bashrc" ] && [ -r ~/.bashrc ]; then . ~/.bashrc; fi
                unset outlast_bashrc outlast_file outlast_lines
                HOME=%s
                """.formatted(
                        ShellQuote.quote(userHome.toString()), ShellQuote.quote(at.toString())));
        var conda = userHome.resolve(".condarc");
        if (Files.exists(conda)) {
            Files.createSymbolicLink(home.resolve(".condarc"), conda);
        }
    }

    /// The path at which a node sees a bucket's file, when one of the mounts shows it.
    static Optional<Path> seenAt(Path home, Activation what, String url) throws LauncherException {
        if (!BucketUrl.isLocal(url)) {
            return Optional.empty();
        }
        var wanted = BucketUrl.parse(url).path();
        for (var mount : what.mounts()) {
            if (mount instanceof MountPoint.Bucket(var path, var mounted, var _) && BucketUrl.isLocal(mounted)) {
                var prefix = BucketUrl.parse(mounted).path();
                if (wanted.startsWith(prefix)) {
                    return Optional.of(target(home, path).resolve(prefix.relativize(wanted)));
                }
            }
        }
        return Optional.empty();
    }
}
