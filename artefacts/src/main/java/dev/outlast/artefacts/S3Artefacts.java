package dev.outlast.artefacts;

import dev.outlast.core.spi.ArtefactStore;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Supplier;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.StandardRetryStrategy;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;

/// An S3-compatible bucket. A name is put with `If-None-Match: *` after it was asked for. Where a server does not know
/// the condition, of two who put a name at the same moment the last one's bytes stay: names say what is in them.
final class S3Artefacts implements ArtefactStore {
    private static final Duration CONNECT = Duration.ofSeconds(3);
    private static final Duration SILENCE = Duration.ofSeconds(30);
    private static final int ATTEMPTS = 2;
    private static final Set<String> WRONG_KEYS = Set.of("InvalidAccessKeyId", "SignatureDoesNotMatch");

    private static final int NOT_FOUND = 404;
    private static final int FORBIDDEN = 403;
    private static final int UNAUTHORIZED = 401;
    private static final int NOT_ALLOWED = 405;
    private static final int CONFLICT = 409;
    private static final int FAILED_CONDITION = 412;
    private static final int NOT_IMPLEMENTED = 501;

    private final S3Client client;
    private final String bucket;
    private final String prefix;
    private final String description;

    private S3Artefacts(S3Client client, ArtefactPlace.Bucket place) {
        this.client = client;
        this.bucket = place.name();
        this.prefix = place.prefix().isEmpty() ? "" : place.prefix() + "/";
        this.description = "s3://" + place.name() + (place.prefix().isEmpty() ? "" : "/" + place.prefix())
                + place.endpoint().map(at -> " at " + at).orElse("");
    }

    /// With whatever credentials the SDK finds: environment, files, web identity, instance profile.
    static S3Artefacts open(ArtefactPlace.Bucket place) {
        return open(place, DefaultCredentialsProvider.builder().build());
    }

    static S3Artefacts open(ArtefactPlace.Bucket place, AwsCredentialsProvider credentials) {
        var builder = S3Client.builder()
                .credentialsProvider(credentials)
                .httpClient(UrlConnectionHttpClient.builder()
                        .connectionTimeout(CONNECT)
                        .socketTimeout(SILENCE)
                        .build())
                // The servers of others do not know the checksums that AWS added later.
                .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
                .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
                .overrideConfiguration(c -> c.addExecutionInterceptor(new AtOnce())
                        .retryStrategy(StandardRetryStrategy.builder()
                                .maxAttempts(ATTEMPTS)
                                .build()));
        place.endpoint()
                .ifPresent(at ->
                        builder.endpointOverride(URI.create(at.toString())).forcePathStyle(true));
        if (!place.region().isEmpty()) {
            builder.region(Region.of(place.region()));
        } else if (place.endpoint().isPresent()) {
            // It has to be some: it is part of the signature, and other servers do not look at it.
            builder.region(Region.US_EAST_1);
        }
        try {
            return new S3Artefacts(builder.build(), place);
        } catch (SdkException unset) {
            throw new IllegalArgumentException(
                    "no region is known: set shared.bucket_region, or AWS_REGION in the environment", unset);
        }
    }

    /// Sends a file without asking first whether it may: of a refusal in between, the JDK's client now and then sees
    /// nothing but a broken connection.
    private static final class AtOnce implements ExecutionInterceptor {
        @Override
        public SdkHttpRequest modifyHttpRequest(Context.ModifyHttpRequest context, ExecutionAttributes attributes) {
            return context.httpRequest().toBuilder().removeHeader("Expect").build();
        }
    }

    @Override
    public String description() {
        return description;
    }

    @Override
    public boolean put(String name, Path content) throws IOException {
        var key = key(name);
        // Not every server knows the condition below, and none needs to be sent what it has.
        if (size(name).isPresent()) {
            return false;
        }
        try {
            asked(
                    "written",
                    () -> client.putObject(r -> r.bucket(bucket).key(key).ifNoneMatch("*"), content));
            return true;
        } catch (Answered answered) {
            if (answered.status == FAILED_CONDITION) {
                return false;
            }
            // In the first case another puts it now, and that may fail.
            if (answered.status == CONFLICT || answered.status == NOT_IMPLEMENTED) {
                return size(name).isEmpty() && unconditionally(key, content);
            }
            throw said("written", answered);
        }
    }

    private boolean unconditionally(String key, Path content) throws IOException {
        try {
            asked("written", () -> client.putObject(r -> r.bucket(bucket).key(key), content));
            return true;
        } catch (Answered answered) {
            throw said("written", answered);
        }
    }

    @Override
    public Optional<InputStream> open(String name) throws IOException {
        var key = key(name);
        try {
            return Optional.of(
                    asked("read", () -> client.getObject(r -> r.bucket(bucket).key(key))));
        } catch (Answered answered) {
            if (answered.isNoSuchKey()) {
                return Optional.empty();
            }
            throw said("read", answered);
        }
    }

    @Override
    public OptionalLong size(String name) throws IOException {
        var key = key(name);
        try {
            return OptionalLong.of(asked(
                            "read",
                            () -> client.headObject(r -> r.bucket(bucket).key(key)))
                    .contentLength());
        } catch (Answered answered) {
            // An answer without a body cannot say whether it is the name or the bucket that is missing.
            if (answered.status == NOT_FOUND) {
                return OptionalLong.empty();
            }
            throw said("read", answered);
        }
    }

    @Override
    public List<Item> list(String names) throws IOException {
        try {
            return asked("listed", () -> {
                var items = new ArrayList<Item>();
                for (var page :
                        client.listObjectsV2Paginator(r -> r.bucket(bucket).prefix(prefix + names))) {
                    for (var object : page.contents()) {
                        items.add(new Item(
                                object.key().substring(prefix.length()), object.size(), object.lastModified()));
                    }
                }
                return items;
            });
        } catch (Answered answered) {
            throw said("listed", answered);
        }
    }

    @Override
    public void delete(String name) throws IOException {
        var key = key(name);
        try {
            asked("changed", () -> client.deleteObject(r -> r.bucket(bucket).key(key)));
        } catch (Answered answered) {
            // AWS does not say so, some servers do.
            if (!answered.isNoSuchKey()) {
                throw said("changed", answered);
            }
        }
    }

    /// The SDK's own words are unchecked, and so are, now and then, those of the connection.
    private <T> T asked(String what, Supplier<T> call) throws IOException, Answered {
        try {
            return call.get();
        } catch (AwsServiceException answered) {
            throw new Answered(answered);
        } catch (SdkException failed) {
            throw notAsked(what, failed);
        } catch (UncheckedIOException cut) {
            throw new IOException(description + " cannot be " + what + ": " + cause(cut), cut);
        }
    }

    /// It was reached, and said something else than yes.
    private static final class Answered extends Exception {
        private static final long serialVersionUID = 1L;

        private final int status;
        private final String code;
        private final AwsServiceException cause;

        Answered(AwsServiceException cause) {
            super(cause);
            this.cause = cause;
            this.status = cause.statusCode();
            var details = cause.awsErrorDetails();
            this.code = details == null || details.errorCode() == null ? "HTTP " + status : details.errorCode();
        }

        boolean isNoSuchKey() {
            return cause instanceof NoSuchKeyException || (status == NOT_FOUND && code.equals("NoSuchKey"));
        }
    }

    private String key(String name) {
        return prefix + ArtefactStore.checkName(name);
    }

    private IOException notAsked(String what, SdkException failed) {
        var head = description + " cannot be " + what + ": ";
        return String.valueOf(failed.getMessage()).contains("credentials")
                ? new Refused(
                        head + "no credentials were found; give them by AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY in"
                                + " the environment, by ~/.aws/credentials, or by the machine's role",
                        failed)
                : new IOException(head + cause(failed), failed);
    }

    /// In words that say who must do what.
    private IOException said(String what, Answered answered) {
        var said = description + " cannot be " + what + ": " + answered.code;
        if (answered.status == FORBIDDEN || answered.status == UNAUTHORIZED) {
            var todo = WRONG_KEYS.contains(answered.code)
                    ? "; these credentials are wrong"
                    : "; these credentials need the rights to list the bucket and to get, put and delete its objects";
            return new Refused(said + todo, answered.cause);
        }
        if (answered.status == NOT_ALLOWED) {
            return new Refused(said + "; it can only be read", answered.cause);
        }
        if (answered.status == NOT_FOUND) {
            return new Refused(said + "; make the bucket, it is not made from here", answered.cause);
        }
        return new IOException(said, answered.cause);
    }

    private static String cause(Throwable failed) {
        var deepest = failed;
        for (var next = failed.getCause(); next != null; next = next.getCause()) {
            deepest = next;
        }
        return deepest.getMessage() == null ? deepest.toString() : deepest.getMessage();
    }

    @Override
    public void close() {
        client.close();
    }
}
