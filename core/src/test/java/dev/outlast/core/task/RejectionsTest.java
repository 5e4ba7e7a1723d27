package dev.outlast.core.task;

import static dev.outlast.core.task.Parsing.problems;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// One row for each reason to refuse a text: the text, and what is said in substance.
class RejectionsTest {
    static Stream<Arguments> rejections() {
        return Stream.of(
                row("schema: key of a task", "runn: x", "runn: unknown key; did you mean 'run'?"),
                row("schema: key of resources", "resources: {cpu_count: 1}", "unknown key; expected one of infra,"),
                row("schema: type", "resources: [1]", "found a list; expected a map with the keys of 'resources'"),
                row("env null", "envs: {A: }", "variable 'A' has no value; give one with --env A=VALUE, or write \"\""),
                row("env name", "envs: {A-B: 1}", "'A-B' is no name of a variable"),
                row("destination is relative", "file_mounts: {a: ./a}", "must be absolute or start with '~/'"),
                row("destination is home", "file_mounts: {'~': ./a}", "must be absolute or start with '~/'"),
                row("destination ends in a slash", "file_mounts: {/a/: ./a}", "must not end with '/'"),
                row("destination is a bucket", "file_mounts: {'s3://a': ./a}", "destination may not be a bucket"),
                row("destination is the workdir", "file_mounts: {~/sky_workdir: ./a}", "is kept for 'workdir'"),
                row("num_nodes", "num_nodes: -1", "expected a whole number from 1"),
                row("num_nodes as text", "num_nodes: two", "found 'two'; expected a whole number"),
                row("cpus", "resources: {cpus: lots}", "expected a number or 'number+', above 0"),
                row("cpus zero", "resources: {cpus: 0}", "expected a number or 'number+', above 0"),
                row("memory", "resources: {memory: big}", "expected a size or 'size+', above 0"),
                row("accelerator", "resources: {accelerators: 'H100:a:b'}", "expected <name> or <name>:<count>"),
                row("accelerator count", "resources: {accelerators: 'H100:0'}", "expected a count above 0"),
                row(
                        "any_of + ordered",
                        "resources: {any_of: [{}], ordered: [{}]}",
                        "cannot be given together with 'any_of'"),
                row(
                        "several accelerators + ordered",
                        "resources: {ordered: [{accelerators: {L4: 1, T4: 1}}]}",
                        "several accelerators cannot be given together with 'ordered'"),
                row(
                        "accelerator list + any_of",
                        "resources: {accelerators: [L4, T4], any_of: [{cpus: 1}]}",
                        "an ordered list of accelerators cannot be given together with 'any_of'"),
                row("infra + region", "resources: {infra: aws, region: x}", "cannot be given together with 'region'"),
                row("infra + cloud", "resources: {infra: aws, cloud: aws}", "cannot be given together with 'cloud'"),
                row("infra + zone", "resources: {infra: aws, zone: x}", "cannot be given together with 'zone'"),
                row("gpus + accelerators", "resources: {gpus: L4, accelerators: L4}", "give only one"),
                row(
                        "job_recovery differs",
                        "resources: {any_of: [{job_recovery: FAILOVER}, {cpus: 1}]}",
                        "must be the same for all resources of a task"),
                row("job_recovery unknown", "resources: {job_recovery: FAILOVR}", "did you mean 'FAILOVER'?"),
                row("job_recovery key", "resources: {job_recovery: {strateg: x}}", "did you mean 'strategy'?"),
                row("priority range", "resources: {priority: 1001}", "from -1000 to 1000"),
                row(
                        "priority differs between resources",
                        "resources: {any_of: [{priority: 1}, {priority: 2}]}",
                        "must be the same for all resources of a task"),
                row(
                        "priority differs between tasks",
                        "resources: {priority: 1}\nrun: a\n---\nresources: {priority: 2}",
                        "found 2, but an earlier task has 1"),
                row("task name", "name: a---b\nrun: x", "is no name of a task"),
                row("task name twice", "name: a\nrun: x\n---\nname: a", "the task of line 1 is called 'a' already"),
                row(
                        "task name taken by index",
                        "name: j\n---\nname: j-1\nrun: x\n---\nsetup: x",
                        "the name 'j-1' it gets is taken"),
                row("pipeline header", "name: a\nexecution: fast\n---\nrun: x", "expected 'serial' for a pipeline"),
                row("header name", "name: a b\n---\nsetup: x", "is no name of a job"),
                row("group without tasks", "name: g\nexecution: parallel\n---\n", "needs at least one task"),
                row("group name", "name: g.h\nexecution: parallel\n---\nname: a", "is no name of a job group"),
                row("group without name", "execution: parallel\n---\nname: a", "a job group needs a 'name'"),
                row("group member name", "name: g\nexecution: parallel\n---\nname: a.b", "is no name for a task of a"),
                row("group member without name", "name: g\nexecution: parallel\n---\nsetup: x", "needs a 'name'"),
                row(
                        "group member twice",
                        "name: g\nexecution: parallel\n---\nname: a\n---\nname: a",
                        "the task of line 4 is called 'a' already"),
                row(
                        "group primary unknown",
                        "name: g\nexecution: parallel\nprimary_tasks: [trainr]\n---\nname: trainer",
                        "no task is called 'trainr'; did you mean 'trainer'?"),
                row(
                        "group delay target unknown",
                        "name: g\nexecution: parallel\ntermination_delay: {b: 5}\n---\nname: a",
                        "termination_delay.b: no task is called 'b'"),
                row(
                        "group in a pool",
                        "name: g\nexecution: parallel\n---\nname: a\npool: {workers: 1}",
                        "not yet: pools are not run"),
                row("service + pool", "service: {a: 1}\npool: {a: 1}", "cannot be given together with 'service'"),
                row("volume", "volumes: {/a: {name: x, size: 1}}", "expected exactly one of name, size and host_path"),
                row(
                        "volume access",
                        "num_nodes: 2\nvolumes: {/a: {name: x, access_mode: ReadWriteOnce}}",
                        "a volume for one node cannot be on 2"),
                row("secret reference with value", "secrets: {'secrets:A': b}", "a reference takes no value"),
                row("secret list without prefix", "secrets: [A]", "expected 'secrets:NAME'"),
                row("secret without value", "secrets: {A: }", "give it with --secret A=VALUE"),
                row("no task", "", "the text has no task"),
                row("duplicate key", "setup: a\nsetup: b", "duplicate key; it is already given in line 1"),
                row("tag", "run: !x y", "the tag '!x' is not understood here"),
                row("key is a list", "? [a]\n: b", "found a list or map as a key"),
                row("git workdir without url", "workdir: {ref: main}", "needs its 'url'"),
                row("bad merge", "<<: 3", "expected a map to merge"),
                row("bucket of a cloud", "file_mounts: {/a: 's3://b'}", "not yet: only local:// buckets"));
    }

    private static Arguments row(String when, String yaml, String substance) {
        return Arguments.of(when, yaml, substance);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rejections")
    void isRefused(String when, String yaml, String substance) {
        assertThat(problems(yaml)).as(when).anySatisfy(p -> assertThat(p).contains(substance));
    }
}
