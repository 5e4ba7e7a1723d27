/// An S3 server of the test's own.
@NullMarked
package dev.outlast.testkit.s3;

import org.jspecify.annotations.NullMarked;
