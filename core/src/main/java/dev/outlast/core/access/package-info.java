/// Who may do what, and the record of who did: roles, tokens as they are kept, lines of the audit log.
@NullMarked
package dev.outlast.core.access;

import org.jspecify.annotations.NullMarked;
