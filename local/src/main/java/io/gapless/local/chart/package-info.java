/// A symbol's day as a picture. The only package that knows the library that draws.
@NullMarked
package io.gapless.local.chart;

import org.jspecify.annotations.NullMarked;
