package dev.outlast.controller.codec;

/// The stored form of [JobMeta].
public final class MetaCodec {
    private MetaCodec() {}

    public static String encode(JobMeta meta) {
        return Json.text(out -> {
            out.writeStartObject();
            out.writeNumberField("v", StateCodec.FORMAT);
            out.writeArrayFieldStart("taskIds");
            for (var id : meta.taskIds()) {
                out.writeString(id);
            }
            out.writeEndArray();
            out.writeNumberField("jobRank", meta.jobRank());
            out.writeNumberField("numJobs", meta.numJobs());
            out.writeNumberField("retryOf", meta.retryOf());
            out.writeEndObject();
        });
    }

    public static JobMeta decode(String text) throws UndecodableState {
        return Members.root("meta", Json.tree(text), new Members.Unknowns(), in -> {
            in.format(StateCodec.FORMAT);
            return new JobMeta(in.texts("taskIds"), in.integer("jobRank"), in.integer("numJobs"), in.number("retryOf"));
        });
    }
}
