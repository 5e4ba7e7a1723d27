package dev.outlast.cli.verb;

import dev.outlast.cli.Shell;
import dev.outlast.cli.demo.Demo;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "demo",
        description = {
            "See a training job lose its machine and end all the same; two minutes, on this machine only.",
            "Exits with 0 when everything was proven."
        })
final class DemoVerb extends Verb {
    @Option(names = "--keep", description = "keep its controller and its files")
    boolean keep;

    DemoVerb(Shell shell) {
        super(shell);
    }

    @Override
    public Integer call() {
        return new Demo(shell, keep).play();
    }
}
