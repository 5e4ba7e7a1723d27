package dev.outlast.checkpointing;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import dev.outlast.core.checkpoint.Manifest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;

/// The JSON of a manifest, as `docs/checkpoint-format.md` promises it. Reading is total: whatever the bytes are,
/// the
/// answer is a manifest that keeps all [ManifestRules] or the reason why there is none.
///
/// It reads tokens and keeps no tree: 16 MiB of empty arrays would grow to half a gigabyte of nodes.
public final class ManifestCodec {
    public static final int VERSION = 1;
    public static final int MAX_BYTES = 16 << 20;

    private static final JsonFactory JSON = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(50)
                    .maxStringLength(64 << 10)
                    .maxNumberLength(64)
                    .build())
            .build();

    private ManifestCodec() {}

    /// What the bytes turned out to be.
    public sealed interface Reading {
        record Whole(Manifest manifest) implements Reading {}

        /// @param reason in words, one printable line
        record Unreadable(String reason) implements Reading {}
    }

    public static Reading read(byte[] json) {
        if (json.length > MAX_BYTES) {
            return new Reading.Unreadable("larger than " + MAX_BYTES + " bytes");
        }
        try (JsonParser in = JSON.createParser(json)) {
            Manifest manifest = document(in);
            return ManifestRules.broken(manifest)
                    .<Reading>map(Reading.Unreadable::new)
                    .orElseGet(() -> new Reading.Whole(manifest));
        } catch (Malformed | IllegalArgumentException broken) {
            return new Reading.Unreadable(oneLine(String.valueOf(broken.getMessage())));
        } catch (JsonProcessingException broken) {
            return new Reading.Unreadable(oneLine("not JSON: " + broken.getOriginalMessage()));
        } catch (IOException broken) {
            return new Reading.Unreadable(oneLine("not JSON: " + broken.getMessage()));
        }
    }

    /// The bytes that [#read] gives back as the same manifest; the same manifest always gives the same bytes.
    ///
    /// @throws IllegalArgumentException when it breaks one of the [ManifestRules] or is larger than [#MAX_BYTES]
    public static byte[] write(Manifest manifest) {
        ManifestRules.broken(manifest).ifPresent(rule -> {
            throw new IllegalArgumentException(rule);
        });
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator out = JSON.createGenerator(bytes)) {
            out.writeStartObject();
            out.writeNumberField("version", VERSION);
            out.writeNumberField("seq", manifest.seq());
            out.writeNumberField("attempt", manifest.attempt());
            out.writeNumberField("epoch", manifest.epoch());
            out.writeStringField("task_id", manifest.taskId());
            out.writeStringField("created_at", manifest.createdAt().toString());
            out.writeArrayFieldStart("files");
            for (Manifest.Entry file : manifest.files()) {
                out.writeStartObject();
                out.writeStringField("name", file.name());
                out.writeNumberField("size", file.size());
                out.writeStringField("sha256", file.sha256());
                out.writeEndObject();
            }
            out.writeEndArray();
            out.writeEndObject();
        } catch (IOException impossible) {
            throw new UncheckedIOException("an array refused bytes", impossible);
        }
        if (bytes.size() > MAX_BYTES) {
            throw new IllegalArgumentException("larger than " + MAX_BYTES + " bytes");
        }
        return bytes.toByteArray();
    }

    private static Manifest document(JsonParser in) throws IOException, Malformed {
        demand(in.nextToken() == JsonToken.START_OBJECT, "it is not a JSON object");
        Draft draft = new Draft();
        while (in.nextToken() != JsonToken.END_OBJECT) {
            String field = in.currentName();
            in.nextToken();
            switch (field) {
                case "version" -> draft.version = integer(in, field);
                case "seq" -> draft.seq = integer(in, field);
                case "attempt" -> draft.attempt = integer(in, field);
                case "epoch" -> draft.epoch = integer(in, field);
                case "task_id" -> draft.taskId = text(in, field);
                case "created_at" -> draft.createdAt = text(in, field);
                case "files" -> files(in, draft.files);
                default -> in.skipChildren();
            }
        }
        demand(in.nextToken() == null, "something follows the JSON object");
        return draft.manifest();
    }

    private static void files(JsonParser in, List<Manifest.Entry> files) throws IOException, Malformed {
        demand(in.currentToken() == JsonToken.START_ARRAY, "files is not an array");
        while (in.nextToken() != JsonToken.END_ARRAY) {
            demand(files.size() < ManifestRules.MAX_FILES, "it lists more than " + ManifestRules.MAX_FILES + " files");
            files.add(file(in));
        }
    }

    private static Manifest.Entry file(JsonParser in) throws IOException, Malformed {
        demand(in.currentToken() == JsonToken.START_OBJECT, "a file is not an object");
        String name = "";
        String sha256 = "";
        long size = -1;
        while (in.nextToken() != JsonToken.END_OBJECT) {
            String field = in.currentName();
            in.nextToken();
            switch (field) {
                case "name" -> name = text(in, field);
                case "size" -> size = integer(in, field);
                case "sha256" -> sha256 = text(in, field);
                default -> in.skipChildren();
            }
        }
        return new Manifest.Entry(name, size, sha256);
    }

    private static long integer(JsonParser in, String field) throws IOException, Malformed {
        demand(in.currentToken() == JsonToken.VALUE_NUMBER_INT, field + " is not an integer");
        return in.getLongValue();
    }

    private static String text(JsonParser in, String field) throws IOException, Malformed {
        demand(in.currentToken() == JsonToken.VALUE_STRING, field + " is not a string");
        return in.getText();
    }

    private static void demand(boolean held, String otherwise) throws Malformed {
        if (!held) {
            throw new Malformed(otherwise);
        }
    }

    private static String oneLine(String text) {
        String printable = text.replaceAll("\\p{Cntrl}", " ");
        return printable.length() <= 200 ? printable : printable.substring(0, 200) + "…";
    }

    /// The fields so far; a field that never came is negative or empty, which no manifest may say.
    private static final class Draft {
        private long version = -1;
        private long seq = -1;
        private long attempt = -1;
        private long epoch = -1;
        private String taskId = "";
        private String createdAt = "";
        private final List<Manifest.Entry> files = new ArrayList<>();

        Manifest manifest() throws Malformed {
            demand(version >= 1, "version is missing or below 1");
            demand(version <= VERSION, "version " + version + " is newer than " + VERSION);
            demand(seq >= 0, "seq is missing or negative");
            demand(attempt >= 1 && attempt <= Integer.MAX_VALUE, "attempt is missing or out of range");
            demand(epoch >= 1, "epoch is missing or below 1");
            return new Manifest(seq, (int) attempt, epoch, taskId, instant(), files);
        }

        private Instant instant() throws Malformed {
            try {
                return OffsetDateTime.parse(createdAt).toInstant();
            } catch (DateTimeException broken) {
                throw new Malformed("created_at is missing or no RFC 3339 time");
            }
        }
    }

    private static final class Malformed extends Exception {
        Malformed(String reason) {
            super(reason);
        }
    }
}
