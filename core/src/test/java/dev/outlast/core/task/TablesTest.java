package dev.outlast.core.task;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// The tables of the language agree with each other and with the page that users read.
class TablesTest {
    private static final Path PAGE = Path.of(System.getProperty("outlast.root", ".."), "docs", "task-language.md");

    /// Written by clients for themselves.
    private static final Set<String> IGNORED = Set.of("file_mounts_mapping", "volume_mounts");

    @Test
    void thePageListsEveryKeyAndOnlyThose() throws IOException {
        assertThat(documented().keySet()).isEqualTo(known());
    }

    @Test
    void thePageTellsWhatActs() throws IOException {
        documented().forEach((path, acts) -> assertThat(acts).as(path).isEqualTo(expected(path)));
    }

    @Test
    void thePageNamesEveryProviderAndOldSpelling() throws IOException {
        var page = Files.readString(PAGE);
        assertThat(KnownProviders.NAMES).allSatisfy(name -> assertThat(page).contains("`" + name + "`"));
        assertThat(OldSpellings.table()).allSatisfy(e -> assertThat(page).contains("`" + e.old() + "`"));
    }

    @Test
    void whatDoesNotActIsAKey() {
        assertThat(known()).containsAll(NotYet.paths().keySet());
    }

    @Test
    void oldSpellingsLeadToKeysAndAreNoneThemselves() {
        for (var entry : OldSpellings.table()) {
            assertThat(entry.section().keys()).doesNotContain(entry.old());
            if (!entry.modern().isEmpty()) {
                assertThat(entry.section().keys()).contains(entry.modern());
            }
            assertThat(entry.modern().isEmpty()).isNotEqualTo(entry.advice().isEmpty());
        }
    }

    @Test
    void acceleratorNamesAreCanonicalOnce() {
        assertThat(KnownAccelerators.NAMES).doesNotHaveDuplicates();
        assertThat(KnownAccelerators.NAMES)
                .allSatisfy(name -> assertThat(KnownAccelerators.canonical(Text.lower(name)))
                        .isEqualTo(name))
                .allSatisfy(name -> assertThat(AcceleratorText.read(name)).isInstanceOf(Reading.Good.class));
    }

    private static String expected(String path) {
        if (IGNORED.contains(path)) {
            return "ignored";
        }
        var refused = Set.of("service", "pool", "workdir.url", "workdir.ref");
        var dormant = NotYet.paths().keySet().stream().anyMatch(p -> path.equals(p) || path.startsWith(p + "."));
        var elsewhere = NotYet.paths().entrySet().stream()
                .filter(e -> e.getValue().equals(NotYet.ELSEWHERE))
                .anyMatch(e -> path.equals(e.getKey()) || path.startsWith(e.getKey() + "."));
        return refused.contains(path) ? "refused" : elsewhere ? "kubernetes" : dormant ? "no" : "yes";
    }

    private static Set<String> known() {
        return Arrays.stream(Section.values())
                .flatMap(s -> s.keys().stream().map(s::path))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /// Path to what its last column says.
    private static Map<String, String> documented() throws IOException {
        var rows = new TreeMap<String, String>();
        for (var line : Files.readAllLines(PAGE)) {
            var cells = List.of(line.split("\\|", -1));
            if (line.startsWith("| `") && cells.size() == 6) {
                var path = cells.get(1).strip().replace("`", "");
                assertThat(rows).doesNotContainKey(path);
                rows.put(path, cells.get(4).strip());
            }
        }
        return rows;
    }
}
