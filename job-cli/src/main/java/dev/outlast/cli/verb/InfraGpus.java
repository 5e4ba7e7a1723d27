package dev.outlast.cli.verb;

import com.fasterxml.jackson.databind.JsonNode;
import dev.outlast.cli.CommandFailure;
import dev.outlast.cli.Session;
import dev.outlast.cli.show.Table;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// Lists accelerators.
@Command(
        name = "gpus",
        description = "List the accelerators of every place: how many there are, and how many are free.",
        footer = {"", "Example: outlast infra gpus -o json"})
final class InfraGpus extends Verb {
    @Mixin
    OutputOption output = new OutputOption();

    InfraGpus(Session session) {
        super(session);
    }

    @Override
    public Integer call() throws CommandFailure, IOException {
        var providers = controller().get("/v1/accelerators").path("providers");
        if (output.isJson()) {
            show(providers);
            return 0;
        }
        var table = new Table(
                Table.Column.shrinking("INFRA", 12),
                Table.Column.of("GPU"),
                Table.Column.of("PER NODE"),
                Table.Column.shrinking("POOL", 8),
                Table.Column.shrinking("TYPE", 8),
                Table.Column.of("SPOT"),
                Table.Column.of("NODES"),
                Table.Column.of("FREE"));
        var remarks = new ArrayList<String>();
        var rows = 0;
        for (var provider : providers) {
            for (var region : provider.path("regions")) {
                rows += rows(table, provider, region);
            }
            remarks.addAll(remarks(provider));
        }
        if (rows > 0) {
            show(table);
        } else {
            say("No accelerators are known.");
        }
        remarks.forEach(this::say);
        return 0;
    }

    private static int rows(Table table, JsonNode provider, JsonNode region) {
        for (var stock : region.path("accelerators")) {
            var zone = text(stock, "zone");
            table.row(
                    text(provider, "provider") + "/" + text(region, "region") + (zone.isEmpty() ? "" : "/" + zone),
                    text(stock, "accelerator"),
                    number(stock.path("per_node")),
                    text(stock, "pool"),
                    text(stock, "instance_type"),
                    stock.path("spot").asBoolean() ? "spot" : "",
                    stock.path("nodes").asInt() + (stock.path("autoscaled").asBoolean() ? "+" : ""),
                    (stock.path("free").isNull() ? "?" : number(stock.path("free"))) + " of "
                            + number(stock.path("total")));
        }
        return region.path("accelerators").size();
    }

    private static List<String> remarks(JsonNode provider) {
        var name = text(provider, "provider");
        var remarks = new ArrayList<String>();
        if (!provider.path("told").asBoolean()) {
            remarks.add(name + " does not tell what it has.");
        }
        boolean more = false;
        boolean unknown = false;
        for (var region : provider.path("regions")) {
            if (!text(region, "problem").isEmpty()) {
                remarks.add(name + "/" + text(region, "region") + ": " + text(region, "problem"));
            }
            for (var stock : region.path("accelerators")) {
                more |= stock.path("autoscaled").asBoolean();
                unknown |= stock.path("free").isNull();
            }
        }
        if (more) {
            remarks.add("+: the autoscaler of " + name + " makes more of them when they are asked for.");
        }
        if (unknown) {
            remarks.add("?: " + name + " does not let us see what others take.");
        }
        return remarks;
    }

    private static String number(JsonNode number) {
        var value = number.asDouble();
        return value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value);
    }
}
