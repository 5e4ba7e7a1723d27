package dev.outlast.controller.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// What `why` says, word for word. To change it: change the golden file, and read it as the person on call would.
class WhyGoldenTest {
    @Test
    void saysWhatTheGoldenFileSays() throws Exception {
        var said = WhySituations.all().entrySet().stream()
                .map(e -> "## " + e.getKey() + "\n" + e.getValue() + "\n")
                .collect(Collectors.joining("\n"));
        try (var golden = WhyGoldenTest.class.getResourceAsStream("why.golden.md")) {
            assertThat(golden).as("why.golden.md").isNotNull();
            assertThat(said).isEqualTo(new String(golden.readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    @Test
    void coversAtLeastTwentyFiveSituations() {
        assertThat(WhySituations.all()).hasSizeGreaterThanOrEqualTo(25);
    }
}
