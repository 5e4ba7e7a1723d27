/// The SQLite store and the data directory it lives in. `docs/store.md` says what is promised.
@NullMarked
package dev.outlast.controller.store;

import org.jspecify.annotations.NullMarked;
