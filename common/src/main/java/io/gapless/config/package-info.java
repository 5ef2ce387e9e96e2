/// Configuration from the environment, and nothing but the environment.
@NullMarked
package io.gapless.config;

import org.jspecify.annotations.NullMarked;
