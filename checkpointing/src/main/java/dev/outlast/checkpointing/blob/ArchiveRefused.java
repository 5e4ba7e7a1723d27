package dev.outlast.checkpointing.blob;

import java.io.IOException;

/// An archive or a directory that we do not take, as opposed to a disk that fails. The message is for its owner.
public final class ArchiveRefused extends IOException {
    public ArchiveRefused(String reason) {
        super(reason.replaceAll("\\p{Cntrl}", "?"));
    }

    ArchiveRefused(String reason, Throwable cause) {
        super(reason.replaceAll("\\p{Cntrl}", "?"), cause);
    }
}
