package dev.outlast.controller.skyapi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PickleTest {
    @Test
    void values_are_written_as_python_reads_them() {
        var dictionary = new LinkedHashMap<String, Object>();
        dictionary.put("a", new Pickle.Tuple(List.of("\u00e9")));
        dictionary.put("b", Map.of());

        var bytes = Base64.getDecoder().decode(Pickle.base64(dictionary));

        // protocol 2, dictionary, "a", tuple of "é", "b", empty dictionary, end
        assertThat(HexFormat.of().formatHex(bytes))
                .isEqualTo("8002" + "7d28" + "580100000061" + "28" + "5802000000c3a9" + "74" + "580100000062" + "7d2875"
                        + "752e");
    }

    @Test
    void nothing_else_is_written() {
        assertThatIllegalArgumentException().isThrownBy(() -> Pickle.base64(Map.of("x", 1)));
    }
}
