package dev.outlast.controller.spec;

import dev.outlast.core.spi.Store;
import dev.outlast.core.store.SpecRow;
import dev.outlast.core.store.StoreException;
import dev.outlast.core.task.AcceleratorDemand;
import dev.outlast.core.task.JobSpec;
import dev.outlast.core.task.NotYet;
import dev.outlast.core.task.Parsed;
import dev.outlast.core.task.Problem;
import dev.outlast.core.task.TaskLanguage;
import dev.outlast.core.task.Warning;
import dev.outlast.core.task.Workdir;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Task texts read once, by hash. Ten thousand jobs of one text share one reading.
public final class SpecBook {
    private static final int MOST = 2_000;

    private final Store store;
    private final Map<String, String> clouds;
    private final Map<String, Compiled> read = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Compiled> eldest) {
            return size() > MOST;
        }
    };

    /// @param clouds by name of a cloud: the launcher that stands for it
    public SpecBook(Store store, Map<String, String> clouds) {
        this.store = store;
        this.clouds = Map.copyOf(clouds);
    }

    /// The reading of a text that is stored already. If it is [Compiled#ofOneJob()], then with something else in
    /// place of the secrets, see [#get(String, Map)].
    ///
    /// @throws IllegalStateException when it cannot be read any more; the job is parked
    public Compiled get(String hash) throws StoreException {
        synchronized (read) {
            var known = read.get(hash);
            if (known != null) {
                return known;
            }
        }
        var row = row(hash);
        var source = SecretPaths.readable(row);
        if (!(parse(source) instanceof Parsed.Accepted accepted)) {
            throw new IllegalStateException("this version refuses the stored task text " + hash);
        }
        var names = source.overrides().secrets().keySet();
        var compiled = compile(accepted.job(), source.blobs(), SecretPaths.isIn(source, names));
        keep(hash, compiled);
        return compiled;
    }

    /// The reading of a text that is stored already, with a job's own secrets in its paths.
    ///
    /// @throws IllegalStateException when it cannot be read any more; the job is parked
    public Compiled get(String hash, Map<String, String> secrets) throws StoreException {
        var source = SpecTexts.read(row(hash), name -> secrets.getOrDefault(name, ""));
        if (!(parse(source) instanceof Parsed.Accepted accepted)) {
            throw new IllegalStateException("this version refuses the stored task text " + hash);
        }
        return compile(accepted.job(), source.blobs(), true);
    }

    private SpecRow row(String hash) throws StoreException {
        return store.spec(hash)
                .orElseThrow(() -> new IllegalStateException("the task text " + hash + " is not in the store"));
    }

    public void keep(String hash, Compiled compiled) {
        synchronized (read) {
            read.put(hash, compiled);
        }
    }

    public static Parsed parse(SpecTexts.Source source) {
        return source.command()
                ? TaskLanguage.fromCommand(source.text(), source.overrides())
                : TaskLanguage.parse(source.text(), source.overrides());
    }

    /// @param ofOneJob see [Compiled#ofOneJob()]
    public Compiled compile(JobSpec job, Map<String, String> blobs, boolean ofOneJob) {
        return new Compiled(job, Facts.of(job, clouds), blobs, ofOneJob);
    }

    /// What the user should know of a text, with what its launchers do in mind.
    public List<Warning> warnings(Parsed.Accepted accepted) {
        return warnings(accepted.job(), accepted.warnings(), clouds);
    }

    /// @param warnings what was said when the text was read
    /// @param clouds by name of a cloud: the launcher that stands for it
    public static List<Warning> warnings(JobSpec job, List<Warning> warnings, Map<String, String> clouds) {
        var onlyThere = Facts.of(job, clouds).stream()
                .flatMap(task -> task.demand().choices().stream())
                .allMatch(choice -> choice.where().provider().equals("kubernetes"));
        return onlyThere ? NotYet.onKubernetes(warnings) : warnings;
    }

    /// What this version refuses although the text reads well: said at submit, never ignored.
    public static List<Problem> notServed(JobSpec job, Map<String, String> blobs) {
        var problems = new ArrayList<Problem>();
        job.notYet().ifPresent(why -> problems.add(new Problem(1, 1, "execution", why)));
        for (int i = 0; i < job.tasks().size(); i++) {
            var task = job.tasks().get(i);
            var path = job.tasks().size() == 1 ? "" : "task " + i + " ";
            if (task.workdir() instanceof Workdir.Local local && !blobs.containsKey(local.path())) {
                problems.add(new Problem(
                        1, 1, path + "workdir", "'" + local.path() + "' was not uploaded; use `outlast launch`"));
            }
            for (var local : task.localPaths()) {
                if (!blobs.containsKey(local.source())) {
                    problems.add(new Problem(
                            local.line(),
                            local.column(),
                            local.path(),
                            "'" + local.source() + "' was not uploaded; use `outlast launch`"));
                }
            }
            for (var spec : task.resources().specs()) {
                if (spec.accelerators().alternatives().stream()
                        .anyMatch(a -> a instanceof AcceleratorDemand.ByMemory)) {
                    problems.add(new Problem(
                            1,
                            1,
                            path + "resources.accelerators",
                            "choosing accelerators by memory: not yet; name the accelerator"));
                }
            }
        }
        return problems;
    }
}
