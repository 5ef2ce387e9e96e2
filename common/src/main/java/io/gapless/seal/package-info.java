/// Sealed days: when a symbol's UTC day is complete, one compact object of it and a certificate that a
/// third party can check.
@NullMarked
package io.gapless.seal;

import org.jspecify.annotations.NullMarked;
