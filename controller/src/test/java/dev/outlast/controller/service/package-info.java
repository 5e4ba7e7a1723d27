@NullMarked
package dev.outlast.controller.service;

import org.jspecify.annotations.NullMarked;
