/// The one writer: a fold over events with numbered, fenced batches. It blocks on its mailbox and on the commit
/// only.
@NullMarked
package dev.outlast.controller.engine;

import org.jspecify.annotations.NullMarked;
