package dev.outlast.dist;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.nio.file.Path;

/// What the rules look at: the compiled classes of all modules, and the folder their sources lie in.
final class Product {
    static final Path ROOT = Path.of(System.getProperty("outlast.root", "..")).toAbsolutePath();

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("dev.outlast");

    private Product() {}

    static JavaClasses classes() {
        return CLASSES;
    }
}
