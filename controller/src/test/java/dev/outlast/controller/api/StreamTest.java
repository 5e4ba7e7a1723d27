package dev.outlast.controller.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class StreamTest extends ApiTest {
    @Test
    void events_come_as_a_page() throws Exception {
        var job = controller.job("train");
        controller.event(job, "placing", "Queued", "Placing");

        var page = json(get("/v1/jobs/1/events"));

        assertThat(page.get("events").findValuesAsText("kind")).containsExactly("submitted", "placing");
        assertThat(page.get("last").booleanValue()).isFalse();
        assertThat(page.get("next").textValue()).isEqualTo("2.0");
        assertThat(json(get("/v1/jobs/1/events?after=1.0")).get("events").findValuesAsText("kind"))
                .containsExactly("placing");
        assertThat(json(get("/v1/jobs/1/events?limit=1")).get("events").size()).isEqualTo(1);
        assertThat(get("/v1/jobs/1/events?after=tomorrow").statusCode()).isEqualTo(400);
    }

    @Test
    void an_event_stream_follows_until_the_end() throws Exception {
        var job = controller.job("train");
        try (Stream<String> lines = stream("/v1/jobs/1/events", "")) {
            var seen = lines.iterator();
            assertThat(next(seen, "event:")).isEqualTo("event: submitted");
            controller.event(job, "placing", "Queued", "Placing");
            assertThat(next(seen, "event:")).isEqualTo("event: placing");
            assertThat(next(seen, "data:")).contains("\"kind\":\"placing\"");
            assertThat(next(seen, ":")).as("a sign of life").isEqualTo(":");
            controller.end(1, "SUCCEEDED");
            assertThat(next(seen, "event:")).isEqualTo("event: ended");
            assertThat(next(seen, "event:")).isEqualTo("event: end");
            assertThat(next(seen, "data:")).isEqualTo("data: {}");
            seen.forEachRemaining(line -> assertThat(line).isEmpty());
        }
    }

    @Test
    void a_broken_stream_goes_on_where_it_was() throws Exception {
        var job = controller.job("train");
        controller.event(job, "placing", "Queued", "Placing");
        controller.end(1, "FAILED");

        try (Stream<String> lines = stream("/v1/jobs/1/events", "2.0")) {
            assertThat(lines.filter(line -> line.startsWith("id:")).toList()).isEqualTo(List.of("id: 3.0", "id: 3.0"));
        }
    }

    private static String next(java.util.Iterator<String> lines, String prefix) {
        while (lines.hasNext()) {
            var line = lines.next();
            if (prefix.equals(":") ? line.equals(":") : line.startsWith(prefix)) {
                return line;
            }
        }
        return "the stream ended";
    }

    private Stream<String> stream(String path, String lastId) throws Exception {
        var request = to(path).header("Accept", "text/event-stream");
        if (!lastId.isEmpty()) {
            request.header("Last-Event-ID", lastId);
        }
        var response = client.send(request.build(), HttpResponse.BodyHandlers.ofLines());
        assertThat(response.headers().firstValue("Content-Type").orElse("")).startsWith("text/event-stream");
        return response.body();
    }

    @Test
    void logs_come_whole_without_waiting() throws Exception {
        controller.job("train");
        controller.change(1, job -> job.print("one\ntwo\nthree\n"));

        assertThat(get("/v1/jobs/1/logs").body()).isEqualTo("one\ntwo\nthree\n");
        assertThat(get("/v1/jobs/1/logs?tail=2").body()).isEqualTo("two\nthree\n");
        assertThat(get("/v1/jobs/1/logs?tail=0").body()).isEmpty();
        assertThat(get("/v1/jobs/1/logs?tail=-1").statusCode()).isEqualTo(400);
        assertThat(get("/v1/jobs/1/logs?follow=maybe").statusCode()).isEqualTo(400);
    }

    @Test
    void a_megabyte_of_log_comes_through() throws Exception {
        controller.job("train");
        var line = "0123456789abcdef".repeat(8) + "\n";
        controller.change(1, job -> job.print(line.repeat(10_000)));

        assertThat(get("/v1/jobs/1/logs").body()).isEqualTo(line.repeat(10_000));
    }

    @Test
    void followed_logs_end_with_the_job() throws Exception {
        controller.job("train");
        controller.change(1, job -> job.print("one\n"));
        var response =
                client.send(to("/v1/jobs/1/logs?follow=true").build(), HttpResponse.BodyHandlers.ofInputStream());
        try (var in = response.body()) {
            assertThat(in.readNBytes(4)).asString().isEqualTo("one\n");
            controller.change(1, job -> job.print("two\n"));
            assertThat(in.readNBytes(4)).asString().isEqualTo("two\n");
            controller.end(1, "SUCCEEDED");
            assertThat(in.read()).isEqualTo(-1);
        }
    }

    @Test
    void logs_come_piece_by_piece() throws Exception {
        controller.job("train");
        controller.change(1, job -> job.print("one\ntwo\n"));

        var first = get("/v1/jobs/1/logs?limit=4");
        assertThat(first.body()).isEqualTo("one\n");
        assertThat(first.headers().firstValue("X-Outlast-More")).hasValue("true");
        var cursor = first.headers().firstValue("X-Outlast-Cursor").orElseThrow();
        var second = get("/v1/jobs/1/logs?limit=100&wait=1&cursor=" + cursor);
        assertThat(second.body()).isEqualTo("two\n");
        assertThat(second.headers().firstValue("X-Outlast-More")).hasValue("false");
        assertThat(second.headers().firstValue("X-Outlast-Last")).hasValue("false");
        controller.end(1, "SUCCEEDED");
        assertThat(get("/v1/jobs/1/logs?limit=9&cursor=0/8").headers().firstValue("X-Outlast-Last"))
                .hasValue("true");
    }

    @Test
    void closing_ends_what_waits() throws Exception {
        controller.job("train");
        try (Stream<String> lines = stream("/v1/jobs/1/events", "")) {
            var seen = lines.iterator();
            assertThat(next(seen, "event:")).isEqualTo("event: submitted");
            server.close();
            assertThat(drained(seen)).isTrue();
        }
    }

    private static boolean drained(java.util.Iterator<String> lines) {
        try {
            lines.forEachRemaining(_ -> {});
            return true;
        } catch (java.io.UncheckedIOException cut) {
            return true;
        }
    }
}
