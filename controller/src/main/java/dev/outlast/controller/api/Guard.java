package dev.outlast.controller.api;

import dev.outlast.controller.access.Identity;
import dev.outlast.controller.access.Verdict;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.Method;
import io.helidon.webserver.http.Filter;
import io.helidon.webserver.http.FilterChain;
import io.helidon.webserver.http.RoutingRequest;
import io.helidon.webserver.http.RoutingResponse;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Optional;

/// Looks at every request before anything else does. An open loopback port must not let a web page run commands: a
/// page can send requests here, but not with our content types, not with a name of ours in `Host` (it may point its
/// own name at 127.0.0.1), and not without an `Origin` that tells where it comes from.
final class Guard implements Filter {
    private static final HeaderName FETCH_SITE = HeaderNames.create("Sec-Fetch-Site");
    private static final String BEARER = "Bearer ";

    static final String TOKEN_NEEDED = "this controller wants 'Authorization: Bearer TOKEN'; whoever runs it makes one"
            + " with `outlast token create`, and has one in the file 'token' of its home";

    private static final String WRONG = "token_wrong";

    private final ApiSettings settings;
    private final Access access;
    private final Annex annex;

    Guard(ApiSettings settings, Access access, Annex annex) {
        this.settings = settings;
        this.access = access;
        this.annex = annex;
    }

    @Override
    public void filter(FilterChain chain, RoutingRequest request, RoutingResponse response) {
        boolean theirs = annex.owns(request.path().rawPath());
        if (theirs) {
            annex.mark(response);
        }
        try {
            var who = check(request, theirs);
            request.context().register(visit(request, who));
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

    private Visit visit(RoutingRequest request, Identity who) {
        var from = address(request).map(InetAddress::getHostAddress).orElse("");
        var did = request.prologue().method().text() + " " + request.path().rawPath();
        return new Visit(who, from, did, access.audit());
    }

    private static Optional<InetAddress> address(RoutingRequest request) {
        return request.remotePeer().address() instanceof InetSocketAddress inet
                ? Optional.ofNullable(inet.getAddress())
                : Optional.empty();
    }

    private Identity check(RoutingRequest request, boolean theirs) {
        var path = request.path().rawPath();
        if (path.equals("/health") || path.startsWith("/health/")) {
            return Identity.NOBODY;
        }
        var token = token(request);
        boolean known = !token.isEmpty();
        if (settings.needsToken() && !known) {
            throw new RequestException(401, "token_needed", TOKEN_NEEDED);
        }
        var who = known ? opened(request, theirs ? annex.bareToken(token) : token) : Identity.OPEN;
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
        return who;
    }

    /// Empty when there is none.
    private static String token(RoutingRequest request) {
        var header = request.headers().first(HeaderNames.AUTHORIZATION).orElse("");
        return header.startsWith(BEARER) ? header.substring(BEARER.length()).strip() : "";
    }

    private Identity opened(RoutingRequest request, String token) {
        if (settings.token().matches(token)) {
            return Identity.LOCAL;
        }
        var verdict = access.tokens().look(token);
        var path = request.path().rawPath();
        return switch (verdict) {
            case Verdict.Known(Identity who) -> who;
            case Verdict.Wrong _ -> throw failed(request, WRONG, "the token is none of this controller's");
            case Verdict.Unsure _ ->
                throw new RetryLater(
                        503,
                        "unavailable",
                        "whether this token is known cannot be looked up now: the database does not answer",
                        Duration.ofSeconds(1));
            case Verdict.Expired _, Verdict.Revoked _ when annex.isHealth(path) -> Identity.NOBODY;
            case Verdict.Expired(String id, Instant at) ->
                throw failed(
                        request,
                        "token_expired",
                        "the token " + id + " expired at " + at.truncatedTo(ChronoUnit.SECONDS)
                                + "; ask for a new one");
            case Verdict.Revoked(String id, Instant at) ->
                throw failed(
                        request,
                        "token_revoked",
                        "the token " + id + " was revoked at " + at.truncatedTo(ChronoUnit.SECONDS)
                                + "; ask for a new one");
        };
    }

    /// Who shows a token that opened something once has not guessed it, and is told why it does not any more, however
    /// often they come; who guesses has to wait. Neither fills the audit log.
    private RequestException failed(RoutingRequest request, String code, String message) {
        var wait = address(request).map(access.tries()::failed).orElse(Duration.ZERO);
        if (wait.isPositive()) {
            return code.equals(WRONG)
                    ? new RetryLater(
                            429,
                            "too_many_tries",
                            "too many tokens from your address did not open this controller",
                            wait)
                    : new RequestException(401, code, message);
        }
        var method = request.prologue().method();
        if (!method.equals(Method.GET) && !method.equals(Method.HEAD)) {
            visit(request, Identity.NOBODY).tell("401 " + code);
        }
        return new RequestException(401, code, message);
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
