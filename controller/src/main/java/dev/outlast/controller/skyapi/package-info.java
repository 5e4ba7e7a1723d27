/// The protocol of an unmodified SkyPilot client, translated into calls of the controller's own facade: requests that
/// are asked first and fetched later, uploads, lists and streams. There is no second logic here.
///
/// Pickles are written by hand and never read.
@NullMarked
package dev.outlast.controller.skyapi;

import org.jspecify.annotations.NullMarked;
