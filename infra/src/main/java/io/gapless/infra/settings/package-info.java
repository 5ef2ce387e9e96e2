/// What users may choose at deploy, as CDK context (`-c key=value`), validated before anything is made.
@NullMarked
package io.gapless.infra.settings;

import org.jspecify.annotations.NullMarked;
