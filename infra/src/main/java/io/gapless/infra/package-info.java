/// Gapless as one CDK stack: one construct per noun, made from one record of settings.
///
/// Start with [io.gapless.infra.GaplessStack].
@NullMarked
package io.gapless.infra;

import org.jspecify.annotations.NullMarked;
