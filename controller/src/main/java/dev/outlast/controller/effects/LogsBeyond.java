package dev.outlast.controller.effects;

import dev.outlast.core.job.JobId;
import dev.outlast.logs.pump.Keeping;
import java.io.IOException;

/// Logs that do not lie on this disk: those that other controllers pulled.
public interface LogsBeyond {
    /// Where this disk is the only one, or one that all controllers see.
    LogsBeyond NONE = new LogsBeyond() {
        @Override
        public void bring(JobId job) {}

        @Override
        public Keeping keeping() {
            return Keeping.ON_THIS_DISK;
        }
    };

    /// Sees to it that this disk has what others pulled of a job's logs.
    ///
    /// @throws IOException when that cannot be known now
    void bring(JobId job) throws IOException;

    /// What a byte's node has to wait for before it may forget it.
    Keeping keeping();
}
