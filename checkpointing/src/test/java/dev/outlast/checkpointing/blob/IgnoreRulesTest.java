package dev.outlast.checkpointing.blob;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IgnoreRulesTest {
    /// A path that ends in a slash is a folder.
    @ParameterizedTest
    @CsvSource({
        "*.pyc, a.pyc, true",
        "*.pyc, deep/er/a.pyc, true",
        "*.pyc, a.py, false",
        "/data, data/, true",
        "/data, deep/data/, false",
        "data, deep/data, true",
        "data/, data, false",
        "data/, data/, true",
        "a/b, a/b, true",
        "a/b, x/a/b, false",
        "a/*.txt, a/x.txt, true",
        "a/*.txt, a/b/x.txt, false",
        "**/logs, logs/, true",
        "**/logs, a/b/logs/, true",
        "a/**, a/b/c, true",
        "a/**, a/, false",
        "a/**/z, a/z, true",
        "a/**/z, a/b/c/z, true",
        "file?.log, file1.log, true",
        "file?.log, file12.log, false",
        "[a-c].x, b.x, true",
        "[!a-c].x, b.x, false",
        "[!a-c].x, d.x, true",
        "[a, [a, true",
        "a.b, axb, false",
        "'a ', a, true",
        "'a\\ ', 'a ', true",
        "'\\#a', '#a', true",
        "'#a', '#a', false",
        "/, anything, false",
        "x, .git/, true",
        "x, sub/.git, true",
        "x, .gitignore, false",
    })
    void reads_a_pattern_as_git_does(String pattern, String path, boolean ignored) {
        boolean folder = path.endsWith("/");
        String name = folder ? path.substring(0, path.length() - 1) : path;

        assertThat(new IgnoreRules(List.of(pattern)).ignores(name, folder)).isEqualTo(ignored);
    }

    @Test
    void the_last_match_decides() {
        IgnoreRules rules = new IgnoreRules(List.of("# weights", "*.bin\r", "!keep.bin", ""));

        assertThat(rules.ignores("a/x.bin", false)).isTrue();
        assertThat(rules.ignores("a/keep.bin", false)).isFalse();
    }
}
