/// Who is at the door: tokens and what they open, failed tries, the audit log, certificates.
@NullMarked
package dev.outlast.controller.access;

import org.jspecify.annotations.NullMarked;
