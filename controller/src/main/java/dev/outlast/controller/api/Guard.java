package dev.outlast.controller.api;

import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.Method;
import io.helidon.webserver.http.Filter;
import io.helidon.webserver.http.FilterChain;
import io.helidon.webserver.http.RoutingRequest;
import io.helidon.webserver.http.RoutingResponse;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;

/// Looks at every request before anything else does. An open loopback port must not let a web page run commands: a
/// page can send requests here, but not with our content types, not with a name of ours in `Host` (it may point its
/// own name at 127.0.0.1), and not without an `Origin` that tells where it comes from.
final class Guard implements Filter {
    private static final HeaderName FETCH_SITE = HeaderNames.create("Sec-Fetch-Site");
    private static final String BEARER = "Bearer ";

    private final ApiSettings settings;
    private final Annex annex;

    Guard(ApiSettings settings, Annex annex) {
        this.settings = settings;
        this.annex = annex;
    }

    @Override
    public void filter(FilterChain chain, RoutingRequest request, RoutingResponse response) {
        boolean theirs = annex.owns(request.path().rawPath());
        if (theirs) {
            annex.mark(response);
        }
        try {
            check(request, theirs);
        } catch (RequestException refused) {
            if (theirs) {
                annex.error(response, refused);
            } else {
                Replies.error(response, refused);
            }
            return;
        }
        chain.proceed();
    }

    private void check(RoutingRequest request, boolean theirs) {
        var path = request.path().rawPath();
        if (path.startsWith("/health/")) {
            return;
        }
        boolean known = hasToken(request, theirs);
        if (settings.needsToken() && !known) {
            throw new RequestException(
                    401,
                    "token_needed",
                    "this controller wants 'Authorization: Bearer TOKEN'; the token is in the file 'token' of its home");
        }
        var method = request.prologue().method();
        boolean changes = !method.equals(Method.GET) && !method.equals(Method.HEAD);
        var host = request.headers().first(HeaderNames.HOST).orElse("");
        if ((changes || !known) && !isOurs(hostName(host))) {
            throw new RequestException(
                    403,
                    "foreign_host",
                    "this controller does not answer to the host '" + host + "'; list it under 'hosts' in config.yaml");
        }
        checkOrigin(request, host, changes);
        if (changes) {
            checkContentType(request, path);
        }
    }

    private boolean hasToken(RoutingRequest request, boolean theirs) {
        var header = request.headers().first(HeaderNames.AUTHORIZATION).orElse("");
        if (!header.startsWith(BEARER)) {
            return false;
        }
        var presented = header.substring(BEARER.length()).strip();
        if (settings.token().matches(theirs ? annex.bareToken(presented) : presented)) {
            return true;
        }
        throw new RequestException(401, "token_wrong", "the token is not the one of this controller");
    }

    private static void checkOrigin(RoutingRequest request, String host, boolean changes) {
        var origin = request.headers().first(HeaderNames.ORIGIN).orElse("");
        var site = request.headers().first(FETCH_SITE).orElse("none");
        boolean foreign = !origin.isEmpty() && !isSame(origin, host);
        // Following a link from elsewhere to a page of ours is fine; sending something from there is not.
        if (foreign || (changes && !site.equals("none") && !site.equals("same-origin"))) {
            throw new RequestException(
                    403, "foreign_origin", "requests from the web page '" + origin + "' are not taken here");
        }
    }

    private static boolean isSame(String origin, String host) {
        try {
            var authority = new URI(origin).getRawAuthority();
            return authority != null && authority.equalsIgnoreCase(host);
        } catch (URISyntaxException malformed) {
            return false;
        }
    }

    private void checkContentType(RoutingRequest request, String path) {
        var type = BodyReader.mediaType(
                request.headers().first(HeaderNames.CONTENT_TYPE).orElse(""));
        boolean upload = path.equals(BlobRoutes.PATH) || annex.isUpload(path);
        boolean fits = upload
                ? type.equals("application/octet-stream")
                : type.equals(BodyReader.JSON) || BodyReader.isYaml(type);
        if (!fits) {
            throw new RequestException(
                    415,
                    "content_type",
                    "send this request with Content-Type "
                            + (upload ? "application/octet-stream" : "application/json or application/yaml"));
        }
    }

    private boolean isOurs(String name) {
        return isLoopback(name)
                || settings.hosts().contains(name)
                || (!settings.bind().isAnyLocalAddress()
                        && name.equals(settings.bind().getHostAddress()));
    }

    private static boolean isLoopback(String name) {
        if (name.equals("localhost") || name.equals("::1")) {
            return true;
        }
        if (!name.startsWith("127.")) {
            return false;
        }
        // A name such as 127.evil.example begins like an address, too.
        return name.chars().allMatch(c -> c == '.' || (c >= '0' && c <= '9'));
    }

    /// The header without its port, and without the brackets of an IPv6 address.
    static String hostName(String header) {
        var host = header.strip().toLowerCase(Locale.ROOT);
        if (host.startsWith("[")) {
            int end = host.indexOf(']');
            return end < 0 ? "" : host.substring(1, end);
        }
        int colon = host.indexOf(':');
        return colon < 0 ? host : host.substring(0, colon);
    }
}
