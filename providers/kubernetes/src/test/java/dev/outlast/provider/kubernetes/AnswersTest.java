package dev.outlast.provider.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class AnswersTest {
    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void allThatIsReadIsAsJacksonReadsIt() throws IOException {
        var text = """
                {"a": [1, -2, 3.5, true, false, null, "ä\\n", [], {}], "b": {"c": 9007199254740993}}
                """;

        assertThat(Answers.read(bytes(text)).toString())
                .isEqualTo(Trees.JSON.readTree(text).toString());
        assertThat(Answers.read(bytes("")).isMissingNode()).isTrue();
    }

    @Test
    void whatNobodyReadsIsLeftOut() throws IOException {
        var text = """
                {"metadata": {"managedFields": [{"fieldsV1": {"f:a": {}}}], "name": "n",
                 "annotations": {"file.outlast.dev/run": "secret?", "outlast.dev/epoch": "3"}}}
                """;

        assertThat(Answers.read(bytes(text)).toString())
                .isEqualTo("{\"metadata\":{\"name\":\"n\",\"annotations\":{\"outlast.dev/epoch\":\"3\"}}}");
    }

    @Test
    void valuesComeOneAfterTheOther() throws IOException {
        try (var answers = Answers.of(new ByteArrayInputStream(bytes("{\"a\":1}\n{\"a\":2}\n{\"a\":")))) {
            assertThat(answers.next().orElseThrow().path("a").asInt()).isEqualTo(1);
            assertThat(answers.next().orElseThrow().path("a").asInt()).isEqualTo(2);
            assertThatThrownBy(answers::next).isInstanceOf(JsonProcessingException.class);
        }
        try (var answers = Answers.of(new ByteArrayInputStream(bytes("{\"a\":1}\n")))) {
            assertThat(answers.next()).isPresent();
            assertThat(answers.next()).isEmpty();
        }
    }
}
