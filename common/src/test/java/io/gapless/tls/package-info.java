/// Certificates for tests.
@NullMarked
package io.gapless.tls;

import org.jspecify.annotations.NullMarked;
