package dev.outlast.checkpointing.blob;

import java.io.InputStream;

/// One thing that an archive wants to lay down, before anything of it is believed.
sealed interface ArchiveMember {
    String name();

    record Folder(String name) implements ArchiveMember {}

    /// @param content ends where the member ends; to be read before the next member
    record RegularFile(String name, boolean executable, InputStream content) implements ArchiveMember {}

    record SymbolicLink(String name, String target) implements ArchiveMember {}
}
