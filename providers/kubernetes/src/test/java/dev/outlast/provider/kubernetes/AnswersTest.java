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
    void sightsAreWithoutHowTheirThingsAreMade() throws IOException {
        var text = """
                {"metadata": {"labels": {"env": "prod", "spec": "a"}, "annotations": {"command": "x"}},
                 "spec": {"nodeName": "n", "volumes": [{"name": "v"}], "containers": [{"name": "c", "env": [{"name": "A"}],
                   "resources": {"requests": {"cpu": "1"}}, "command": ["sh"]}]},
                 "status": {"images": [{"names": ["i"]}], "allocatable": {"cpu": "4"}}}
                """;
        var sight = "{\"metadata\":{\"labels\":{\"env\":\"prod\",\"spec\":\"a\"},\"annotations\":{\"command\":\"x\"}},"
                + "\"spec\":{\"nodeName\":\"n\",\"containers\":[{\"name\":\"c\",\"resources\":{\"requests\":{\"cpu\":\"1\"}}}]},"
                + "\"status\":{\"allocatable\":{\"cpu\":\"4\"}}}";

        assertThat(Answers.sights(bytes(text)).toString()).isEqualTo(sight);
        assertThat(Answers.read(bytes(text)).toString())
                .isEqualTo(Trees.JSON.readTree(text).toString());
        try (var answers = Answers.of(new ByteArrayInputStream(bytes(text)))) {
            assertThat(answers.next().orElseThrow().toString()).isEqualTo(sight);
        }
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
