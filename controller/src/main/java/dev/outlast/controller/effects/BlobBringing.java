package dev.outlast.controller.effects;

import dev.outlast.checkpointing.blob.SharedBlobs;
import dev.outlast.controller.engine.EffectOrder;
import dev.outlast.core.checkpoint.ResumePoint;
import dev.outlast.core.cluster.Activation;
import dev.outlast.core.cluster.Offer;
import dev.outlast.core.cluster.Wishes;
import dev.outlast.core.job.Fault;
import dev.outlast.core.spi.LauncherException;
import java.nio.file.NoSuchFileException;

/// Brings what was uploaded through another controller, before anything is launched that would wait for it.
public final class BlobBringing implements Performer.Activations {
    private final Performer.Activations activations;
    private final ActivationMaker.Specs specs;
    private final SharedBlobs blobs;

    public BlobBringing(Performer.Activations activations, ActivationMaker.Specs specs, SharedBlobs blobs) {
        this.activations = activations;
        this.specs = specs;
        this.blobs = blobs;
    }

    @Override
    public void ready(EffectOrder order) throws LauncherException {
        try {
            for (var blob : specs.of(order.job()).blobs().values()) {
                blobs.ready(SharedBlobs.sha256(blob));
            }
        } catch (NoSuchFileException nowhere) {
            throw failed(Fault.CONFIG, nowhere.getMessage() + "; submit the job again, with its files", nowhere);
        } catch (Exception later) {
            throw failed(Fault.PROVIDER, "cannot bring the job's files: " + later.getMessage(), later);
        }
    }

    @Override
    public Wishes wishes(EffectOrder order, Offer offer) throws LauncherException {
        return activations.wishes(order, offer);
    }

    private static LauncherException failed(Fault fault, String why, Exception cause) {
        return new LauncherException(fault, LauncherException.Certainty.CERTAINLY_NOT_DONE, why, cause);
    }

    /// Also here: it may be another controller that activates what was launched.
    @Override
    public Activation of(EffectOrder order, ResumePoint resume) throws LauncherException {
        ready(order);
        return activations.of(order, resume);
    }
}
