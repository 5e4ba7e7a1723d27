package dev.outlast.e2e.chart;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// The chart's files agree with each other, with the product and with the document. Needs no program.
class ChartFilesTest {
    @Test
    void theChartIsOfTheProductsVersion() throws IOException {
        var pom = Files.readString(Tools.ROOT.resolve("pom.xml"));
        assertThat(pom).contains("<artifactId>outlast</artifactId>\n  <version>" + Node.version() + "</version>");
    }

    @Test
    void everyValueIsDescribedAndHasADefaultAndIsInTheDocument() throws IOException {
        var values = Files.readString(Tools.CHART.resolve("values.yaml"));
        var document = Files.readString(Tools.ROOT.resolve("docs/kubernetes.md"));
        var leaves =
                leaves(new ObjectMapper().readTree(Files.readString(Tools.CHART.resolve("values.schema.json"))), "");
        assertThat(leaves).hasSizeGreaterThan(50);
        for (var leaf : leaves) {
            assertThat(values).containsPattern("(?m)[ {]*\\b" + leaf.substring(leaf.lastIndexOf('.') + 1) + ":");
            assertThat(document).contains("`" + leaf + "`");
        }
    }

    private static List<String> leaves(JsonNode schema, String path) {
        var found = new ArrayList<String>();
        for (var entry : schema.path("properties").properties()) {
            var name = path.isEmpty() ? entry.getKey() : path + "." + entry.getKey();
            assertThat(entry.getValue().path("description").asText()).as(name).isNotBlank();
            if (entry.getValue().has("properties")) {
                found.addAll(leaves(entry.getValue(), name));
            } else if (!name.equals("global")) {
                found.add(name);
            }
        }
        return found;
    }
}
