package dev.outlast.checkpointing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ManifestNameTest {
    @Test
    void names_sort_by_seq() {
        assertThat(new ManifestName("t_1-0", 120, 3).path()).isEqualTo(".outlast/t_1-0/000000000120.3.json");
        assertThat(new ManifestName("t", Long.MAX_VALUE, 1).fileName()).isEqualTo("9223372036854775807.1.json");
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 999_999_999_999L, 1_000_000_000_000L, Long.MAX_VALUE})
    void a_name_reads_back(long seq) {
        ManifestName name = new ManifestName("t", seq, 7);

        assertThat(ManifestName.parse("t", name.fileName())).contains(name);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "120.3.json",
                "0000000000120.3.json",
                "000000000120.0.json",
                "000000000120.03.json",
                "000000000120.json",
                "000000000120.3.json.tmp",
                ".000000000120.3.json",
                "-00000000120.3.json",
                "000000000120.9999999999.json",
                "9999999999999999999.1.json",
                "٠٠٠٠٠٠٠٠٠١٢٠.1.json",
            })
    void a_name_has_one_spelling(String fileName) {
        assertThat(ManifestName.parse("t", fileName)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "..", "a/b", "../a", "a b", "a\n", "ä", "-a", ".a"})
    void a_task_id_is_no_path(String taskId) {
        assertThat(ManifestName.isTaskId(taskId)).isFalse();
        assertThatThrownBy(() -> new ManifestName(taskId, 1, 1)).isInstanceOf(IllegalArgumentException.class);
    }
}
