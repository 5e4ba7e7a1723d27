package dev.outlast.controller.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// Two versions run on one database while it is upgraded: a migration only adds, and what it adds does not get in the
/// way of a version that does not know it. What is not needed any more is removed by a version that can be sure that no
/// older one leads: after the feature level was raised.
final class MigrationRulesTest {
    private static final Path FILES = Path.of("src/main/resources/dev/outlast/controller/store/migration");
    /// Before it there was one controller, of one version.
    private static final int FIRST_OF_SEVERAL = 3;

    private static final Pattern NUMBER = Pattern.compile("V(\\d+)__[a-z0-9_]+\\.sql");
    private static final Pattern ADDS_A_COLUMN = Pattern.compile("ALTER TABLE \\w+ ADD COLUMN .*");
    private static final Pattern ADDS = Pattern.compile("(CREATE TABLE|CREATE INDEX|INSERT INTO) .*");

    /// What is wrong with one file; empty when it only adds.
    private static List<String> wrong(String sql) {
        var wrong = new ArrayList<String>();
        var made = new ArrayList<String>();
        var plain = sql.replaceAll("(?m)--.*$", "").replaceAll("\\s+", " ");
        for (var statement : plain.split(";", -1)) {
            var text = statement.strip();
            var upper = text.toUpperCase(Locale.ROOT);
            if (upper.startsWith("CREATE TABLE ")) {
                made.add(text.split("[ (]", -1)[2]);
            }
            if (ADDS_A_COLUMN.matcher(upper).matches()) {
                // An older version names the columns it writes, and this one is not among them.
                if ((upper.contains("NOT NULL") && !upper.contains(" DEFAULT "))
                        || upper.contains("UNIQUE")
                        || upper.contains("PRIMARY KEY")) {
                    wrong.add("an older version cannot write this table any more: " + text);
                }
            } else if (!text.isEmpty() && !ADDS.matcher(upper).matches()) {
                wrong.add("only adds are allowed: " + text);
            } else if (upper.startsWith("INSERT INTO ") && !made.contains(text.split("[ (]", -1)[2])) {
                wrong.add("rows in a table that an older version writes: " + text);
            } else if (upper.startsWith("CREATE UNIQUE")
                    || (upper.startsWith("CREATE INDEX") && upper.contains("UNIQUE"))) {
                wrong.add("an older version may break it: " + text);
            }
        }
        return wrong;
    }

    @Test
    void everyMigrationSinceThereAreSeveralControllersOnlyAdds() throws IOException {
        var looked = 0;
        try (var files = Files.list(FILES)) {
            for (var file : files.sorted().toList()) {
                var name = NUMBER.matcher(file.getFileName().toString());
                assertThat(name.matches()).as(file.toString()).isTrue();
                if (Integer.parseInt(name.group(1)) >= FIRST_OF_SEVERAL) {
                    assertThat(wrong(Files.readString(file, StandardCharsets.UTF_8)))
                            .as(file.getFileName().toString())
                            .isEmpty();
                    looked++;
                }
            }
        }
        assertThat(looked).isGreaterThanOrEqualTo(3);
    }

    @Test
    void theRuleSeesWhatIsWrong() {
        var bad = List.of(
                "DROP TABLE jobs;",
                "ALTER TABLE jobs DROP COLUMN meta;",
                "ALTER TABLE jobs RENAME COLUMN name TO title;",
                "ALTER TABLE jobs ALTER COLUMN name SET NOT NULL;",
                "ALTER TABLE jobs ADD COLUMN colour TEXT NOT NULL;",
                "ALTER TABLE jobs ADD COLUMN colour TEXT UNIQUE;",
                "CREATE UNIQUE INDEX one_name ON jobs (name);",
                "UPDATE jobs SET name = '';",
                "DELETE FROM events;",
                "INSERT INTO jobs (id) VALUES (1);",
                "CREATE TRIGGER t AFTER INSERT ON jobs BEGIN SELECT 1; END;");
        bad.forEach(sql -> assertThat(wrong(sql)).as(sql).isNotEmpty());
    }

    @Test
    void theRuleLetsPassWhatOnlyAdds() {
        assertThat(wrong("""
                -- DROP TABLE is only spoken of.
                CREATE TABLE colours (name TEXT PRIMARY KEY) ${clustered};
                INSERT INTO colours (name) VALUES ('red');
                ALTER TABLE jobs ADD COLUMN colour TEXT NOT NULL DEFAULT '';
                CREATE INDEX by_colour ON jobs (colour);
                """)).isEmpty();
    }
}
