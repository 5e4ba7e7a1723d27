package dev.outlast.provider.kubernetes;

import dev.outlast.core.spi.LauncherException;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.regex.Pattern;

/// What a task's `config.kubernetes` says of its pods in single values. Pure. A wrong value is refused with its path.
record TaskSettings(Map<String, Object> all) {
    private static final Pattern NAME = Pattern.compile("[a-z0-9]([-.a-z0-9]{0,251}[a-z0-9])?");
    private static final int MOST_SECONDS = 999_999_999;

    /// How long the gang may wait for the scheduler; zero for ever, empty for what is configured.
    Optional<String> provisionSeconds() throws LauncherException {
        var value = all.get("provision_timeout");
        if (value == null) {
            return Optional.empty();
        }
        if (value instanceof Long seconds && seconds == -1) {
            return Optional.of("0");
        }
        var seconds = Durations.seconds(String.valueOf(value)).filter(text -> Long.parseLong(text) > 0);
        if (seconds.isEmpty() || Long.parseLong(seconds.get()) > MOST_SECONDS) {
            throw refusal("provision_timeout", "seconds above 0, a duration such as 10m, or -1 for ever", value);
        }
        return seconds;
    }

    /// What limits are of requests: then CPUs are limited too. Empty where the task says nothing of it.
    OptionalDouble limitFactor() throws LauncherException {
        return switch (all.get("set_pod_resource_limits")) {
            case null -> OptionalDouble.empty();
            case Boolean wanted -> wanted ? OptionalDouble.of(1) : OptionalDouble.empty();
            case Number factor
            when factor.doubleValue() >= 1 && factor.doubleValue() <= 1000 -> OptionalDouble.of(factor.doubleValue());
            case Object other -> throw refusal("set_pod_resource_limits", "true, false or a number from 1", other);
        };
    }

    /// Whose rights the pods have.
    ContextConfig.Account account(ContextConfig.Account configured) throws LauncherException {
        var value = all.get("remote_identity");
        if (value == null) {
            return configured;
        }
        return switch (String.valueOf(value)) {
            case "SERVICE_ACCOUNT" -> new ContextConfig.Account(configured.name(), true);
            case "NO_UPLOAD" -> new ContextConfig.Account(configured.name(), false);
            case "LOCAL_CREDENTIALS" ->
                throw Refusals.config("config.kubernetes.remote_identity: not yet: nobody's credentials are brought to"
                        + " pods; name a service account");
            case String name when NAME.matcher(name).matches() -> new ContextConfig.Account(name, true);
            case String other ->
                throw refusal("remote_identity", "SERVICE_ACCOUNT, NO_UPLOAD or a service account's name", other);
        };
    }

    private static LauncherException refusal(String key, String expected, Object found) {
        return Refusals.config("config.kubernetes." + key + ": expected " + expected + ", not " + found);
    }
}
