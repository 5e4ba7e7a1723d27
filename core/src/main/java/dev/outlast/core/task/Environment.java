package dev.outlast.core.task;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The variables of a task: `envs` and `secrets` of the file, with those of the command line over them. Values of
/// secrets appear in no message.
final class Environment {
    private static final String PREFIX = "secrets:";
    private static final List<String> DOCKER_LOGIN =
            List.of("SKYPILOT_DOCKER_USERNAME", "SKYPILOT_DOCKER_PASSWORD", "SKYPILOT_DOCKER_SERVER");

    private final Findings findings;
    private final Map<String, Tree.Leaf> envs = new LinkedHashMap<>();
    private final Map<String, Secret> secrets = new LinkedHashMap<>();
    private final Map<String, At> secretsAt = new LinkedHashMap<>();

    private Environment(Findings findings) {
        this.findings = findings;
    }

    static Environment read(Fields task, Overrides overrides, Findings findings) {
        var environment = new Environment(findings);
        task.get("envs").ifPresent(environment::envs);
        task.get("secrets").ifPresent(environment::secrets);
        environment.override(overrides);
        environment.check(task);
        return environment;
    }

    /// Values with the place each came from.
    Map<String, Tree.Leaf> variables() {
        return envs;
    }

    Map<String, String> envs() {
        var result = new LinkedHashMap<String, String>();
        envs.forEach((name, leaf) -> result.put(name, leaf.text()));
        return result;
    }

    Map<String, Secret> secrets() {
        return secrets;
    }

    /// The values of secrets, which may get into other fields by substitution.
    List<String> hiddenValues() {
        return secrets.values().stream()
                .filter(Secret.Inline.class::isInstance)
                .map(s -> ((Secret.Inline) s).value())
                .toList();
    }

    private void envs(Tree tree) {
        if (!(tree instanceof Tree.Entries map)) {
            findings.problem(tree.at(), "found " + tree.found() + "; expected a map from variable names to values");
            return;
        }
        for (var entry : map.entries()) {
            checkName(entry.keyAt(), entry.key());
            if (!(entry.value() instanceof Tree.Leaf leaf)) {
                findings.problem(
                        entry.value().at(), "found " + entry.value().found() + "; expected text, a number or nothing");
                continue;
            }
            if (leaf.kind() == Setting.Kind.TRUTH) {
                findings.warning(
                        leaf.at(), "the variable gets the word " + leaf.found() + " as written; quote it to say so");
            }
            envs.put(entry.key(), leaf);
        }
    }

    private void secrets(Tree tree) {
        switch (tree) {
            case Tree.Entries map -> map.entries().forEach(this::secret);
            case Tree.Items list -> list.items().forEach(this::reference);
            case Tree.Leaf leaf -> findings.problem(leaf.at(), "found text; expected a map from names to values");
        }
    }

    private void secret(Tree.Entry entry) {
        if (entry.key().startsWith(PREFIX)) {
            var name = entry.key().substring(PREFIX.length());
            findings.problem(
                    entry.keyAt(),
                    "a reference takes no value; write '" + name + ": <value>' or '- " + PREFIX + name + "'");
            return;
        }
        checkName(entry.keyAt(), entry.key());
        secretsAt.put(entry.key(), entry.keyAt());
        switch (entry.value()) {
            case Tree.Leaf leaf when leaf.isNothing() -> secrets.put(entry.key(), new Secret.Reference(entry.key()));
            case Tree.Leaf leaf
            when leaf.text().startsWith(PREFIX) ->
                secrets.put(entry.key(), new Secret.Reference(leaf.text().substring(PREFIX.length())));
            // A stored text that is read again without its secrets must not run with the mark in their place.
            case Tree.Leaf leaf
            when leaf.text().equals(JobSpecYaml.REDACTED) ->
                secrets.put(entry.key(), new Secret.Reference(entry.key()));
            case Tree.Leaf leaf -> secrets.put(entry.key(), new Secret.Inline(leaf.text()));
            case Tree other -> findings.problem(other.at(), "found " + other.found() + "; expected text or nothing");
        }
    }

    private void reference(Tree item) {
        if (item instanceof Tree.Leaf leaf && leaf.text().startsWith(PREFIX)) {
            var name = leaf.text().substring(PREFIX.length());
            checkName(leaf.at(), name);
            secretsAt.put(name, leaf.at());
            secrets.put(name, new Secret.Reference(name));
        } else {
            findings.problem(item.at(), "expected '" + PREFIX + "NAME'; a list holds references, a map holds values");
        }
    }

    private void override(Overrides overrides) {
        overrides.envs().forEach((name, value) -> {
            var at = At.option("--env " + name);
            checkName(at, name);
            envs.put(name, new Tree.Leaf(at, value, Setting.Kind.TEXT));
        });
        overrides.secrets().forEach((name, value) -> {
            checkName(At.option("--secret " + name), name);
            secrets.put(name, new Secret.Inline(value));
        });
    }

    private void check(Fields task) {
        envs.forEach((name, leaf) -> {
            if (leaf.isNothing()) {
                findings.problem(
                        leaf.at(),
                        "variable " + Text.quoted(name) + " has no value; give one with --env " + name
                                + "=VALUE, or write \"\" for an empty one");
            }
            if (secrets.containsKey(name)) {
                findings.warning(leaf.at(), "is also a secret; the secret is what the job sees");
            }
        });
        secrets.forEach((name, secret) -> {
            if (secret instanceof Secret.Reference) {
                findings.problem(
                        secretsAt.getOrDefault(name, task.at("secrets")),
                        "secret " + Text.quoted(name) + " has no value, and this version has no secret provider to ask;"
                                + " give it with --secret " + name + "=VALUE");
            }
        });
        checkDockerLogin(task);
    }

    private void checkDockerLogin(Fields task) {
        long open = DOCKER_LOGIN.stream().filter(envs::containsKey).count();
        long hidden = DOCKER_LOGIN.stream().filter(secrets::containsKey).count();
        int all = DOCKER_LOGIN.size();
        if (open + hidden > 0 && (open != all || hidden != 0) && (hidden != all || open != 0)) {
            findings.problem(
                    task.at(open > 0 ? "envs" : "secrets"),
                    String.join(", ", DOCKER_LOGIN) + " must be given all together, all in 'envs' or all in 'secrets'");
        }
    }

    private void checkName(At at, String name) {
        if (!NameText.isVariable(name)) {
            findings.problem(at, Text.quoted(name) + " is no name of a variable; expected " + NameText.VARIABLE);
        }
    }
}
