/// What a listener measures, and how it is told: once a minute, as one line in CloudWatch's embedded
/// metric format.
@NullMarked
package io.gapless.listener.metrics;

import org.jspecify.annotations.NullMarked;
