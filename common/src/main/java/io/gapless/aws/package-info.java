/// The archive protocol's ports on S3 and DynamoDB.
@NullMarked
package io.gapless.aws;

import org.jspecify.annotations.NullMarked;
