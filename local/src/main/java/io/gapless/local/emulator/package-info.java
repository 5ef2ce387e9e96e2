/// AWS on this machine: S3Proxy and DynamoDB Local as processes over a data directory.
@NullMarked
package io.gapless.local.emulator;

import org.jspecify.annotations.NullMarked;
