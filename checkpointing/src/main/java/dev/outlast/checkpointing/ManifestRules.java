package dev.outlast.checkpointing;

import dev.outlast.core.checkpoint.Manifest;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// What a manifest may say. A manifest is written by the user's job, so nothing in it is taken on trust.
public final class ManifestRules {
    public static final int MAX_FILES = 100_000;

    private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");
    private static final int MAX_NAME_BYTES = 1024;
    private static final Instant YEAR_0 = Instant.parse("0000-01-01T00:00:00Z");
    private static final Instant YEAR_10000 = YEAR_0.plusSeconds(315_569_520_000L);

    private ManifestRules() {}

    /// The first rule it breaks, in words, or nothing.
    public static Optional<String> broken(Manifest manifest) {
        if (!ManifestName.isTaskId(manifest.taskId())) {
            return Optional.of("task_id is not letters, digits, '.', '_' and '-'");
        }
        Instant created = manifest.createdAt();
        if (created.isBefore(YEAR_0) || !created.isBefore(YEAR_10000)) {
            return Optional.of("created_at is not in the years 0 to 9999");
        }
        if (manifest.files().isEmpty()) {
            return Optional.of("it lists no files");
        }
        if (manifest.files().size() > MAX_FILES) {
            return Optional.of("it lists more than " + MAX_FILES + " files");
        }
        Set<String> names = new HashSet<>();
        for (Manifest.Entry file : manifest.files()) {
            Optional<String> broken = broken(file);
            if (broken.isPresent()) {
                return broken;
            }
            if (!names.add(file.name())) {
                return Optional.of("it lists a file twice");
            }
        }
        return Optional.empty();
    }

    private static Optional<String> broken(Manifest.Entry file) {
        if (file.size() < 0) {
            return Optional.of("a file has a negative size");
        }
        if (!SHA256.matcher(file.sha256()).matches()) {
            return Optional.of("a sha256 is not 64 lower-case hexadecimal digits");
        }
        return isFileName(file.name())
                ? Optional.empty()
                : Optional.of("a file name is not a plain relative path below the bucket prefix");
    }

    /// Relative, without empty parts, `.`, `..` or control characters, and outside of [ManifestName#HOME].
    static boolean isFileName(String name) {
        boolean unprintable = name.codePoints().anyMatch(c -> Character.isISOControl(c) || isSurrogate(c));
        if (unprintable || name.getBytes(StandardCharsets.UTF_8).length > MAX_NAME_BYTES) {
            return false;
        }
        String[] parts = name.split("/", -1);
        for (String part : parts) {
            if (part.isEmpty() || part.equals(".") || part.equals("..")) {
                return false;
            }
        }
        return !parts[0].equals(ManifestName.HOME);
    }

    private static boolean isSurrogate(int codePoint) {
        return codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
    }
}
