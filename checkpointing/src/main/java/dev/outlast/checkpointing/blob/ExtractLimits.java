package dev.outlast.checkpointing.blob;

/// How much one archive may lay down. All are counted in what is really written, whatever its headers claim.
///
/// @param totalBytes of all files together
/// @param fileBytes of one file
/// @param entries files, folders and links, those that a name only implies included
/// @param ratio bytes written per byte of the archive, once more than a mebibyte is written
public record ExtractLimits(long totalBytes, long fileBytes, int entries, int ratio) {
    /// Generous for source trees, fatal for archive bombs.
    public static final ExtractLimits DEFAULT = new ExtractLimits(4L << 30, 2L << 30, 100_000, 100);

    public ExtractLimits {
        if (totalBytes < 1 || fileBytes < 1 || entries < 1 || ratio < 1) {
            throw new IllegalArgumentException("limits start at 1");
        }
    }
}
