package dev.outlast.core.job;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OwnerTest {
    @ParameterizedTest
    @CsvSource({
        "ann, ann, ''",
        "ann@fcd1e5cf, ann, fcd1e5cf",
        "ann@example.com, ann@example.com, ''",
        "ann@example.com@fcd1e5cf, ann@example.com, fcd1e5cf",
        "@fcd1e5cf, @fcd1e5cf, ''",
        "'', '', ''"
    })
    void anyTextIsSomebodyAndStaysTheSame(String text, String name, String id) {
        var owner = Owner.of(text);

        assertThat(owner).isEqualTo(new Owner(name, id));
        assertThat(owner).hasToString(text);
    }
}
