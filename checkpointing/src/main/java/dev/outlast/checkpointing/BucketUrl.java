package dev.outlast.checkpointing;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A bucket, or a prefix of one: `scheme://bucket` or `scheme://bucket/some/prefix`.
///
/// @param prefix its parts, none of which is empty, `.`, `..` or `.outlast`
public record BucketUrl(String scheme, String bucket, List<String> prefix) {
    private static final Pattern URL = Pattern.compile("([a-z][a-z0-9+.-]*)://([^/]*)(?:/(.*))?", Pattern.DOTALL);
    private static final Pattern BUCKET = Pattern.compile("[a-z0-9][a-z0-9._-]{0,62}");

    public BucketUrl {
        prefix = List.copyOf(prefix);
        if (!BUCKET.matcher(bucket).matches()) {
            throw new IllegalArgumentException("a bucket's name is 1 to 63 of a-z, 0-9, '.', '_' and '-', "
                    + "with a letter or digit first: " + scheme + "://" + bucket);
        }
        for (String part : prefix) {
            if (!isPart(part)) {
                throw new IllegalArgumentException(
                        "a bucket's prefix has no empty part, '.', '..', '.outlast' or control character: " + scheme
                                + "://" + bucket);
            }
        }
    }

    /// @throws IllegalArgumentException when it is no such URL; the message says what is wrong with it
    public static BucketUrl parse(String url) {
        Matcher parts = URL.matcher(url);
        if (!parts.matches()) {
            throw new IllegalArgumentException("not scheme://bucket[/prefix]: " + url.replaceAll("\\p{Cntrl}", "?"));
        }
        List<String> prefix = new ArrayList<>();
        String path = parts.group(3);
        if (path != null && !path.isEmpty()) {
            String trimmed = path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
            prefix.addAll(List.of(trimmed.split("/", -1)));
        }
        return new BucketUrl(parts.group(1), parts.group(2), prefix);
    }

    private static boolean isPart(String part) {
        return !part.isEmpty()
                && !part.equals(".")
                && !part.equals("..")
                && !part.equals(ManifestName.HOME)
                && part.getBytes(StandardCharsets.UTF_8).length <= 255
                && part.chars().noneMatch(c -> Character.isISOControl(c) || c == '\\');
    }

    @Override
    public String toString() {
        return scheme + "://" + bucket + (prefix.isEmpty() ? "" : "/" + String.join("/", prefix));
    }
}
