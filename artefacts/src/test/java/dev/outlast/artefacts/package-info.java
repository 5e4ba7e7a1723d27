/// Where controllers on several machines keep files for each other: a directory, or an S3-compatible bucket. The one
/// place that sees the AWS SDK, and it is loaded only when a bucket is configured.
@NullMarked
package dev.outlast.artefacts;

import org.jspecify.annotations.NullMarked;
