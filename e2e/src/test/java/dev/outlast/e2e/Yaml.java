package dev.outlast.e2e;

/// Job files as text.
final class Yaml {
    private Yaml() {}

    static String header(String name) {
        return "name: " + name + "\n";
    }

    /// On the local launcher, with a script.
    static String job(String name, String run) {
        return header(name) + "resources: {infra: local, use_spot: true}\nrun: |\n" + run.indent(2);
    }

    static String text(String value) {
        return "'" + value.replace("'", "''") + "'";
    }
}
