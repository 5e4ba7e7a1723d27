/// Backup of an installation while it runs, and restore before it starts. `docs/operations.md` says what is in one.
@NullMarked
package dev.outlast.controller.backup;

import org.jspecify.annotations.NullMarked;
