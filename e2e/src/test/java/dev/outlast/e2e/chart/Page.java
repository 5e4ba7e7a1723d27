package dev.outlast.e2e.chart;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// docs/kubernetes.md, whose commands are run as they stand there, one section after the other, in one shell's
/// environment. What only a test knows (addresses, a free port, where kubectl and helm are) stands in a folder that
/// comes
/// first on the path, and in [#put].
final class Page implements AutoCloseable {
    private static final String DOOR = "46800";
    private static final String KUBECTL = """
            #!/bin/sh
            # A forward stays behind the shell that asked for it.
            case "$*" in
                *port-forward*)
                    [ ! -f "$PAGE_HOME/forward.pid" ] || kill "$(cat "$PAGE_HOME/forward.pid")" 2>/dev/null
                    echo $$ >"$PAGE_HOME/forward.pid"
                    ;;
            esac
            exec "$PAGE_BOX" kubectl "$@"
            """;
    private static final String HELM = """
            #!/bin/sh
            case $1 in install | upgrade) set -- "$@" --timeout 4m --values "$PAGE_HOME/$1.yaml" ;; esac
            exec "$PAGE_HELM" "$@"
            """;
    private static final String OUTLAST = """
            #!/bin/bash
            # Who types is slower than a forward is open.
            for _ in $(seq 100); do
                if : 2>/dev/null >"/dev/tcp/127.0.0.1/$PAGE_PORT"; then break; fi
                sleep 0.1
            done
            exec "$PAGE_OUTLAST" "$@"
            """;

    private final Path home;
    private final Map<String, List<String>> sections;
    private final Map<String, String> replaced = new LinkedHashMap<>();
    private final Map<String, String> environment;

    /// @param install values beside those that the page gives, as YAML
    /// @param upgrade the same of an upgrade
    Page(ControlPlane plane, Path home, String install, String upgrade) throws IOException {
        this.home = home;
        this.sections = read();
        var port = ControlPlane.freePorts(1).getFirst().toString();
        var bin = Files.createDirectories(home.resolve("bin"));
        Files.createSymbolicLink(Files.createDirectories(home.resolve("here")).resolve("helm"), Tools.CHART);
        program(bin.resolve("kubectl"), KUBECTL);
        program(bin.resolve("helm"), HELM);
        program(bin.resolve("outlast"), OUTLAST);
        Files.writeString(home.resolve("install.yaml"), install);
        Files.writeString(home.resolve("upgrade.yaml"), upgrade);
        put("service/outlast " + DOOR, "service/outlast " + port + ":" + DOOR);
        put("127.0.0.1:" + DOOR, "127.0.0.1:" + port);
        environment = Map.of(
                "PATH", bin + ":" + System.getenv("PATH"),
                "HOME", home + "",
                "KUBECONFIG", plane.kubeconfig() + "",
                "OUTLAST_HOME", home.resolve("outlast") + "",
                "PAGE_HOME", home + "",
                "PAGE_BOX", Tools.k8sbox() + "",
                "PAGE_HELM", Tools.helm() + "",
                "PAGE_OUTLAST", Tools.ROOT.resolve("outlast") + "",
                "PAGE_PORT", port);
    }

    private static void program(Path file, String text) throws IOException {
        Files.writeString(file, text);
        assertThat(file.toFile().setExecutable(true)).isTrue();
    }

    private static Map<String, List<String>> read() throws IOException {
        var found = new LinkedHashMap<String, List<String>>();
        var section = "";
        var inside = false;
        for (var line : Files.readAllLines(Tools.ROOT.resolve("docs/kubernetes.md"))) {
            if (inside && line.equals("```")) {
                inside = false;
            } else if (inside) {
                found.computeIfAbsent(section, _ -> new ArrayList<>()).add(line);
            } else if (line.equals("```sh")) {
                inside = true;
            } else if (line.startsWith("##")) {
                section = line.replaceFirst("#+ ", "");
            }
        }
        return found;
    }

    /// Every section with commands, in the order of the page.
    List<String> sections() {
        return List.copyOf(sections.keySet());
    }

    /// What the page calls by another name.
    void put(String there, String here) {
        assertThat(sections.values().toString()).contains(there);
        replaced.put(there, here);
    }

    /// @return what the section's commands say, each after its own text
    String run(String section) {
        return run(section, String.join("\n", sections.getOrDefault(section, List.of())));
    }

    /// Commands that are not on the page, where its commands are run.
    String run(String section, String commands) {
        assertThat(commands).as(section).isNotEmpty();
        var text = commands;
        for (var entry : replaced.entrySet()) {
            text = text.replace(entry.getKey(), entry.getValue());
        }
        try {
            var state = home.resolve("state");
            var script = Files.writeString(
                    home.resolve(section.replace(' ', '-') + ".sh"),
                    "set -euo pipefail\n[ ! -f " + state + " ] || . " + state + "\ncd " + home + "/here\nset -v\n"
                            + text + "\nset +v\nexport -p >" + state + "\n");
            var said = Tools.run(List.of("bash", script.toString()), environment);
            assertThat(said.code()).as(() -> section + ":\n" + said.out()).isZero();
            return said.out();
        } catch (IOException unwritable) {
            throw new UncheckedIOException(unwritable);
        }
    }

    @Override
    public void close() throws IOException {
        var forward = home.resolve("forward.pid");
        if (Files.exists(forward)) {
            ProcessHandle.of(Long.parseLong(Files.readString(forward).strip()))
                    .ifPresent(ProcessHandle::destroyForcibly);
        }
    }
}
