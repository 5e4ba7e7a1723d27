package dev.outlast.controller.api;

import java.util.ArrayList;
import java.util.List;

/// All that is registered, for tests of other packages.
public final class RouteTable {
    private RouteTable() {}

    public static List<Route> of(ControllerFacade controller, Access access, Annex annex) {
        var settings = ApiSettings.loopback(0, AccessToken.of("0".repeat(32)));
        var all = new ArrayList<>(ApiServer.routes(settings, controller, access));
        all.addAll(annex.routes());
        return all;
    }

    /// A new job of this user.
    public static long job(FakeController controller, String user) {
        return controller.job("train", user).id.value();
    }

    /// What a job of a fake is at, for comparing.
    public static String state(FakeController controller) {
        var text = new StringBuilder();
        controller
                .all()
                .forEach(job -> text.append(job.id)
                        .append(job.status)
                        .append(job.parked)
                        .append(' '));
        return text + " " + controller.submits.size() + " " + controller.rehearsed.size() + " "
                + controller.blobs.size();
    }

    public static String statusOf(FakeController controller, long id) {
        return controller.all().stream()
                .filter(job -> job.id.value() == id)
                .map(job -> job.status)
                .findFirst()
                .orElse("");
    }
}
