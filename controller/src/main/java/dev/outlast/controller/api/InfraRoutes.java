package dev.outlast.controller.api;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.outlast.core.spi.Inventory;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.util.List;

/// What there is where jobs may run.
final class InfraRoutes {
    private final ControllerFacade controller;

    InfraRoutes(ControllerFacade controller) {
        this.controller = controller;
    }

    List<Route> routes() {
        return List.of(Route.get("/v1/accelerators", Need.SEE, this::accelerators));
    }

    private void accelerators(ServerRequest request, ServerResponse response) {
        Replies.answer(response, 200, controller.accelerators(), InfraRoutes::write);
    }

    private static void write(JsonGenerator json, List<InventoryView> providers) throws IOException {
        json.writeStartObject();
        json.writeArrayFieldStart("providers");
        for (var provider : providers) {
            json.writeStartObject();
            json.writeStringField("provider", provider.provider());
            json.writeBooleanField("told", provider.told());
            json.writeArrayFieldStart("regions");
            for (var shelf : provider.shelves()) {
                json.writeStartObject();
                json.writeStringField("region", shelf.region());
                JobJson.text(json, "problem", shelf.problem());
                json.writeArrayFieldStart("accelerators");
                for (var stock : shelf.stocks()) {
                    write(json, stock);
                }
                json.writeEndArray();
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private static void write(JsonGenerator json, Inventory.Stock stock) throws IOException {
        json.writeStartObject();
        json.writeStringField("accelerator", stock.accelerator());
        json.writeNumberField("per_node", stock.perNode());
        JobJson.text(json, "zone", stock.zone());
        JobJson.text(json, "pool", stock.pool());
        JobJson.text(json, "instance_type", stock.instanceType());
        json.writeBooleanField("spot", stock.spot());
        json.writeNumberField("nodes", stock.nodes());
        json.writeNumberField("total", stock.total());
        if (stock.free().isPresent()) {
            json.writeNumberField("free", stock.free().getAsDouble());
        } else {
            json.writeNullField("free");
        }
        json.writeBooleanField("autoscaled", stock.autoscaled());
        json.writeEndObject();
    }
}
