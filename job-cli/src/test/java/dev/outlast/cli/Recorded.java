package dev.outlast.cli;

/// Answers as the controller makes them.
final class Recorded {
    static final String STATUS = """
            {"version":"dev","ready":true,"state":null,"leading":true,"leader":"pid 1","epoch":1,
             "jobs":{"RUNNING":3,"STARTING":1,"SUCCEEDED":7},"figures":{}}""";

    static final String IDLE = STATUS.replace("\"RUNNING\":3,\"STARTING\":1,", "");

    static final String JOBS = "{\"jobs\":["
            + job(3, "train-a-rather-large-language-model", "RUNNING", "null", "2026-11-21T11:57:00.000Z", "null")
            + ","
            + job(
                    2,
                    "evil\\u001b[2J\\u202e",
                    "FAILED",
                    "\"run ended with code 3\\nand then something else that is long happened to it\"",
                    "2026-11-21T09:00:00.000Z",
                    "\"2026-11-21T10:02:03.000Z\"")
            + "],\"next_before\":null}";

    static final String ATTEMPT = """
            {"task":0,"attempt":1,"provider":"local","region":"north","zone":"a","instance_type":"local.small",\
            "spot":true,"price_per_hour":0.0038,"nodes":2,"launched_at":"2026-11-21T11:57:00.000Z",\
            "cluster_at":"2026-11-21T11:57:01.000Z","started_at":"2026-11-21T11:57:02.000Z",\
            "ended_at":"2026-11-21T11:58:02.000Z","released_at":"2026-11-21T11:58:03.000Z","fault":"PREEMPTED",\
            "detail":"the cluster is gone","cost":0.000133,"resume":"from the beginning"}""";

    static final String COST = "{\"job_id\":3,\"currency\":\"USD\",\"total\":0.000133,"
            + "\"as_of\":\"2026-11-21T12:00:00.000Z\",\"attempts\":[" + ATTEMPT + "]}";

    static final String EVENTS = """
            {"events":[{"id":"17.0","job_id":3,"task":0,"attempt":1,"at":"2026-11-21T11:57:02.000Z",\
            "kind":"moved","from":"Preparing","to":"Running","status":"RUNNING","detail":null}],\
            "next":"17.0","last":true}""";

    static final String NO_EVENTS = "{\"events\":[],\"next\":\"17.0\",\"last\":true}";

    static final String PLAN = """
            {"name":"x","tasks":[{"index":0,"name":"x","nodes":1,"says":"first asks for local/north/a","offers":[\
            {"provider":"local","region":"north","zone":"a","instance_type":"local.small","spot":true,\
            "price_per_hour":0.0038,"closed_until":null}]}],"warnings":[]}""";

    static final String SUBMITTED = "{\"job_ids\":[7],\"warnings\":[],\"replayed\":false}";

    static final String PROVIDERS = """
            {"providers":[{"provider":"local","verbs":[\
            {"verb":"notice","arguments":["job","task","lead"],"help":"announce"}]}]}""";

    static final String ACCELERATORS = """
            {"providers":[{"provider":"kubernetes","told":true,"regions":[\
            {"region":"prod","problem":null,"accelerators":[\
            {"accelerator":"H100","per_node":8.0,"zone":null,"pool":"big","instance_type":"p5","spot":true,\
            "nodes":2,"total":16.0,"free":3.0,"autoscaled":true},\
            {"accelerator":"T4","per_node":0.5,"zone":"z","pool":null,"instance_type":null,"spot":false,\
            "nodes":1,"total":0.5,"free":null,"autoscaled":false}]},\
            {"region":"spare","problem":"refused","accelerators":[]}]},\
            {"provider":"other","told":false,"regions":[]}]}""";

    private Recorded() {}

    static String job(long id, String name, String status, String reason, String submitted, String ended) {
        return "{\"job_id\":" + id + ",\"name\":\"" + name + "\",\"user\":\"ada\",\"priority\":0,\"status\":\"" + status
                + "\",\"status_reason\":" + reason + ",\"recovery_count\":1,\"submitted_at\":\"" + submitted
                + "\",\"started_at\":\"" + submitted + "\",\"ended_at\":" + ended + ",\"parked\":null}";
    }

    static String job(long id, String status) {
        return job(id, "x", status, "null", "2026-11-21T11:57:00.000Z", "null");
    }
}
