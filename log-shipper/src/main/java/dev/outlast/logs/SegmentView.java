package dev.outlast.logs;

import java.io.IOException;
import java.util.List;

/// The blocks of one segment, whatever form its file has. No file stays open between calls.
sealed interface SegmentView permits FramedSegment, SealedSegment {
    /// Offset after its last readable byte.
    long end();

    /// In order, without holes.
    List<Block> blocks();

    /// The output in a block that is not a gap: `block.length()` bytes.
    ///
    /// @throws CorruptBlockException when the file does not hold what it once held
    byte[] load(Block block) throws IOException;

    /// Looks for what was added since.
    void refresh() throws IOException;

    /// The file is damaged here; other blocks may be whole.
    final class CorruptBlockException extends IOException {
        private static final long serialVersionUID = 1;

        CorruptBlockException(String message) {
            super(message);
        }

        CorruptBlockException(String message, Throwable cause) {
            super(message, cause);
        }
    }
}
