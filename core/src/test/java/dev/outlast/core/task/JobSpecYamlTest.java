package dev.outlast.core.task;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// What may be stored of a text.
class JobSpecYamlTest {
    static Stream<Arguments> forms() {
        return Stream.of(
                form("secrets:\n  A: hush # why\nrun: x", "secrets:\n  A: <redacted> # why\nrun: x"),
                form(
                        "secrets: {A: hush, B: 'hush', C: \"hu\\\"sh\"}",
                        "secrets: {A: <redacted>, B: '<redacted>', C: \"<redacted>\"}"),
                form(
                        "{\"secrets\":{\"A\":\"hush\",\"B\":\"hush\"}}",
                        "{\"secrets\":{\"A\":\"<redacted>\",\"B\":\"<redacted>\"}}"),
                form(
                        "secrets:\n  A: |\n    hush\n    hush\n\n  B: c\nrun: x",
                        "secrets:\n  A: <redacted>\n\n  B: <redacted>\nrun: x"),
                form(
                        "secrets:\n  A: |-\n    hush\n  # note\n  B: >2\n      hush",
                        "secrets:\n  A: <redacted>\n  # note\n  B: <redacted>"),
                form("secrets:\n  A: |+\n    hush\n\n\nrun: x", "secrets:\n  A: <redacted>\n\n\nrun: x"),
                form(
                        "secrets:\n  A: hush\n    hush\n    hush\n  B: 'hush\n\n    hush'\nrun: x",
                        "secrets:\n  A: <redacted>\n  B: '<redacted>'\nrun: x"),
                form(
                        "secrets:\n  A: 12345\n  B: true\n  C: 2026-01-01",
                        "secrets:\n  A: <redacted>\n  B: <redacted>\n  C: <redacted>"),
                form(
                        "secrets:\n  A:\n  B: null\n  C: ~\n  D: ''\n  E: secrets:x",
                        "secrets:\n  A:\n  B: null\n  C: ~\n  D: ''\n  E: secrets:x"),
                form("secrets:\n- secrets:A\n- hush", "secrets:\n- secrets:A\n- <redacted>"),
                form("secrets: hush", "secrets: <redacted>"),
                form("secrets: {A: [hush, {b: hush}]}", "secrets: {A: [<redacted>, {b: <redacted>}]}"),
                form("secrets: {'secrets:A': hush}", "secrets: {'secrets:A': <redacted>}"),
                form("secret: {A: hush}", "secret: {A: <redacted>}"),
                form("secrets: {A: hush}\nsecrets: {B: hush}", "secrets: {A: <redacted>}\nsecrets: {B: <redacted>}"),
                form("envs: {T: &t hush}\nsecrets: {A: *t}", "envs: {T: &t <redacted>}\nsecrets: {A: *t}"),
                form("secrets: {A: &t 'hush', B: *t}", "secrets: {A: &t '<redacted>', B: *t}"),
                form("_x: &s {A: hush}\nsecrets: *s", "_x: &s {A: <redacted>}\nsecrets: *s"),
                form(
                        "_x: &s {A: hush}\nsecrets: {<<: *s, B: hush}",
                        "_x: &s {A: <redacted>}\nsecrets: {<<: *s, B: <redacted>}"),
                form("_x: &x {secrets: {A: hush}}\n<<: *x", "_x: &x {secrets: {A: <redacted>}}\n<<: *x"),
                form("_x: &x {secrets: {A: hush}}\n<<: [*x]", "_x: &x {secrets: {A: <redacted>}}\n<<: [*x]"),
                form("secrets: {A: !!str hush}", "secrets: {A: <redacted>}"),
                form(
                        "name: a\n---\nsecrets: {A: hush}\n---\nsecrets: {A: hush}",
                        "name: a\n---\nsecrets: {A: <redacted>}\n---\nsecrets: {A: <redacted>}"),
                form(
                        "# 🌍 é\nenvs: {G: '🌍'}\nsecrets: {A: h🌍h, B: hush}\nrun: 🌍",
                        "# 🌍 é\nenvs: {G: '🌍'}\nsecrets: {A: <redacted>, B: <redacted>}\nrun: 🌍"),
                form(
                        "secrets:\r\n  A: hush\r\n  B: |\r\n    hush\r\nrun: x\r\n",
                        "secrets:\r\n  A: <redacted>\r\n  B: <redacted>\r\nrun: x\r\n"),
                form("secrets:\n  A: hush", "secrets:\n  A: <redacted>"),
                form("\uFEFFsecrets: {A: hush}", "\uFEFFsecrets: {A: <redacted>}"),
                form("- secrets: {A: hush}", "- secrets: {A: <redacted>}"),
                form(
                        "_user_specified_yaml: \"secrets:\\n  T: hush\\nrun: 'x'\\n\"\nrun: x",
                        "_user_specified_yaml: \"secrets:\\n  T: <redacted>\\nrun: 'x'\\n\"\nrun: x"),
                form(
                        "_user_specified_yaml: |\n  secrets:\n    T: hush\nrun: x",
                        "_user_specified_yaml: \"secrets:\\n  T: <redacted>\\n\"\nrun: x"),
                form(
                        "_user_specified_yaml: '{secrets: {T: hush'\nrun: x",
                        "_user_specified_yaml: \"<redacted>\"\nrun: x"));
    }

    private static Arguments form(String written, String stored) {
        return Arguments.of(written, stored);
    }

    @ParameterizedTest
    @MethodSource("forms")
    void secretsAreReplacedAndNothingElse(String written, String stored) {
        assertThat(JobSpecYaml.redacted(written)).isEqualTo(stored).doesNotContain("hush");
        assertThat(JobSpecYaml.redacted(stored)).isEqualTo(stored);
    }

    @Test
    void withoutSecretsTheTextStays() {
        var text = Fixtures.read("05-pipeline");
        assertThat(JobSpecYaml.redacted(text)).isSameAs(text);
    }

    @Test
    void whatTheSkyClientSends() {
        var text = Fixtures.read("08-as-sky-sends-it");
        var stored = JobSpecYaml.redacted(text);
        assertThat(stored).doesNotContain("s3cr3t").contains("TOK: <redacted>");
        var again = Parsing.task(stored, Overrides.NONE.withSecret("TOK", "s3cr3t"));
        assertThat(again)
                .usingRecursiveComparison()
                .ignoringFields("localPaths")
                .isEqualTo(Parsing.task(text));
    }

    @Test
    void aStoredTextDoesNotRunWithoutItsSecrets() {
        assertThat(Parsing.problems(JobSpecYaml.redacted("secrets: {A: hush}\nrun: x")))
                .singleElement()
                .asString()
                .contains("secret 'A' has no value");
    }

    @Test
    void anUnreadableTextIsNotKept() {
        assertThat(JobSpecYaml.redacted("secrets: {A: hush")).isEqualTo(JobSpecYaml.UNREADABLE);
        assertThat(JobSpecYaml.redacted("a\n b: c: d")).isEqualTo(JobSpecYaml.UNREADABLE);
        assertThat(JobSpecYaml.redacted("")).isEmpty();
    }

    @Test
    void textsInsideTextsEndSomewhere() {
        var text = "secrets: {A: hush}";
        for (int i = 0; i < 8; i++) {
            text = "_user_specified_yaml: " + Cut.quoted(text);
        }
        assertThat(JobSpecYaml.redacted(text)).doesNotContain("hush");
    }

    @Test
    void quotingKeepsEveryCharacter() {
        var odd = "a\"b\\c\nd\te\r\u0001\u0085\u2028\uFEFF🌍é";
        assertThat(Parsing.task("run: " + Cut.quoted(odd)).run()).isEqualTo(odd);
    }
}
