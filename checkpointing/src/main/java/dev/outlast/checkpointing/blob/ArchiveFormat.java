package dev.outlast.checkpointing.blob;

import java.util.Optional;

/// The archives we take, told apart by their first bytes and never by a name.
enum ArchiveFormat {
    TAR("tar"),
    TAR_GZ("tar"),
    ZIP("zip");

    /// How many first bytes [#sniff] wants, if there are so many.
    static final int HEAD = TarHeader.SIZE;

    private final String suffix;

    ArchiveFormat(String suffix) {
        this.suffix = suffix;
    }

    /// Ending of a blob's file name. A compressed tar is a tar too: whoever opens it looks at the bytes.
    String suffix() {
        return suffix;
    }

    static Optional<ArchiveFormat> sniff(byte[] head, int length) {
        if (length >= 4 && head[0] == 'P' && head[1] == 'K' && isZip(head[2], head[3])) {
            return Optional.of(ZIP);
        }
        if (length >= 3 && (head[0] & 0xff) == 0x1f && (head[1] & 0xff) == 0x8b && head[2] == 8) {
            return Optional.of(TAR_GZ);
        }
        boolean tar = length >= TarHeader.SIZE && (TarHeader.isEnd(head) || TarHeader.checksumHolds(head));
        return tar ? Optional.of(TAR) : Optional.empty();
    }

    /// A local file header, or the end record of an archive without entries.
    private static boolean isZip(byte third, byte fourth) {
        return (third == 3 && fourth == 4) || (third == 5 && fourth == 6);
    }
}
