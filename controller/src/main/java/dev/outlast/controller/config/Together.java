package dev.outlast.controller.config;

import dev.outlast.artefacts.ArtefactPlace;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;

/// What several controllers of one installation must agree on, beside the database.
///
/// @param advertised where the others reach this one's door; by default where it listens
/// @param directory where uploads, logs of jobs, local buckets and the launchers' notes lie, for all of them;
///     without it they lie in the home of each
/// @param artefacts where uploads and logs of jobs are put for the others; with it they lie in the home of each,
///     beside what `directory` is then still for
/// @param secretsKey the file with the key that seals secrets; by default `secrets.key` of the home
public record Together(
        Optional<URI> advertised,
        Optional<Path> directory,
        Optional<ArtefactPlace> artefacts,
        Optional<Path> secretsKey) {
    private static final String BUCKET = "shared.bucket";

    static Together of(Keys keys) throws ConfigException {
        return new Together(
                advertised(keys.text("advertise", "")),
                absolute("shared.directory", keys.text("shared.directory", "")),
                artefacts(
                        keys.text(BUCKET, ""), keys.text(BUCKET + "_endpoint", ""), keys.text(BUCKET + "_region", "")),
                absolute("shared.secrets_key", keys.text("shared.secrets_key", "")));
    }

    private static Optional<URI> advertised(String text) throws ConfigException {
        if (text.isEmpty()) {
            return Optional.empty();
        }
        if (!text.matches("https?://[^/?#@\\s]+")) {
            throw new ConfigException("advertise: '" + text + "' is not like http://10.0.0.1:46800");
        }
        try {
            return Optional.of(URI.create(text));
        } catch (IllegalArgumentException wrong) {
            throw new ConfigException("advertise: '" + text + "' is not like http://10.0.0.1:46800");
        }
    }

    private static Optional<ArtefactPlace> artefacts(String url, String endpoint, String region)
            throws ConfigException {
        if (url.isEmpty()) {
            if (!endpoint.isEmpty() || !region.isEmpty()) {
                throw new ConfigException(BUCKET + "_endpoint, " + BUCKET + "_region: of no use without " + BUCKET);
            }
            return Optional.empty();
        }
        if (!region.matches("[a-z0-9-]{0,40}")) {
            throw new ConfigException(BUCKET + "_region: '" + region + "' is not the name of a region");
        }
        try {
            return Optional.of(ArtefactPlace.parse(url, endpoint, region));
        } catch (IllegalArgumentException wrong) {
            throw new ConfigException(BUCKET + ": " + wrong.getMessage());
        }
    }

    private static Optional<Path> absolute(String key, String text) throws ConfigException {
        if (!text.isEmpty() && !Path.of(text).isAbsolute()) {
            throw new ConfigException(key + ": '" + text + "' does not begin with /");
        }
        return text.isEmpty() ? Optional.empty() : Optional.of(Path.of(text));
    }
}
