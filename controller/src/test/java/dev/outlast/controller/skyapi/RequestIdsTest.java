package dev.outlast.controller.skyapi;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.HashSet;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class RequestIdsTest {
    private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
    private final RequestIds ids = new RequestIds("inst.1", new Random(1));

    @Test
    void an_id_is_a_random_uuid_that_tells_when_it_was_given() {
        var made = new HashSet<String>();
        for (int i = 0; i < 1_000; i++) {
            var id = ids.make(NOW);
            assertThat(UUID.fromString(id).version()).isEqualTo(4);
            assertThat(UUID.fromString(id).variant()).isEqualTo(2);
            assertThat(ids.givenAt(id)).contains(NOW);
            made.add(id.substring(0, 8));
        }
        assertThat(made).hasSize(1_000);
    }

    @Test
    void what_others_made_is_not_ours() {
        assertThat(ids.givenAt(new RequestIds("inst.2", new Random(1)).make(NOW)))
                .isEmpty();
        assertThat(ids.givenAt("00000000-0000-4000-8000-000000000000")).isEmpty();
        assertThat(ids.givenAt("not an id")).isEmpty();
        assertThat(ids.givenAt("zzzzzzzz-zzzz-zzzz-zzzz-zzzzzzzzzzzz")).isEmpty();
    }
}
