/// S3Proxy and DynamoDB Local as programs that listen on 127.0.0.1 alone, on a port that the system
/// chooses, and live no longer than the process that started them.
@NullMarked
package io.gapless.emulators;

import org.jspecify.annotations.NullMarked;
