package dev.outlast.controller.access;

import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/// Keys of a server that change while it runs. A handshake asks for a name, then for the certificate and the key of
/// that
/// name; the name says of which keys, so that no handshake gets the certificate of one and the key of another.
final class ChangingKeys extends X509ExtendedKeyManager {
    private volatile Generations generations = new Generations(0, null, null);

    private record Generations(
            int number,
            @Nullable X509ExtendedKeyManager current,
            @Nullable X509ExtendedKeyManager before) {}

    synchronized void use(X509ExtendedKeyManager fresh) {
        var old = generations;
        generations = new Generations(old.number() + 1, fresh, old.current());
    }

    @Override
    public @Nullable String chooseEngineServerAlias(String kind, Principal @Nullable [] issuers, SSLEngine engine) {
        var now = generations;
        var manager = now.current();
        return manager == null ? null : named(now, manager.chooseEngineServerAlias(kind, issuers, engine));
    }

    @Override
    public @Nullable String chooseServerAlias(String kind, Principal @Nullable [] issuers, Socket socket) {
        var now = generations;
        var manager = now.current();
        return manager == null ? null : named(now, manager.chooseServerAlias(kind, issuers, socket));
    }

    private static @Nullable String named(Generations now, @Nullable String alias) {
        return alias == null ? null : now.number() + "/" + alias;
    }

    @Override
    public X509Certificate @Nullable [] getCertificateChain(String name) {
        var manager = of(name);
        return manager == null ? null : manager.getCertificateChain(alias(name));
    }

    @Override
    public @Nullable PrivateKey getPrivateKey(String name) {
        var manager = of(name);
        return manager == null ? null : manager.getPrivateKey(alias(name));
    }

    private @Nullable X509ExtendedKeyManager of(String name) {
        var now = generations;
        if (name.startsWith(now.number() + "/")) {
            return now.current();
        }
        return name.startsWith((now.number() - 1) + "/") ? now.before() : null;
    }

    private static String alias(String name) {
        return name.substring(name.indexOf('/') + 1);
    }

    @Override
    public String @Nullable [] getServerAliases(String kind, Principal @Nullable [] issuers) {
        return null;
    }

    @Override
    public String @Nullable [] getClientAliases(String kind, Principal @Nullable [] issuers) {
        return null;
    }

    @Override
    public @Nullable String chooseClientAlias(String[] kinds, Principal @Nullable [] issuers, Socket socket) {
        return null;
    }
}
