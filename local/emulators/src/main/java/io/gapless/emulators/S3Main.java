package io.gapless.emulators;

import java.net.URI;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.gaul.s3proxy.nio2blob.FilesystemNio2BlobStore;

/// `S3Main <folder> <access key> <secret key>`: S3Proxy over a folder, a bucket being a folder in it.
public final class S3Main {
    private S3Main() {}

    public static void main(String[] arguments) throws Exception {
        Parent parent = Parent.meet();
        S3Proxy server =
                S3Proxy.builder()
                        .blobStore(new FilesystemNio2BlobStore(arguments[0]))
                        .endpoint(URI.create("http://127.0.0.1:0"))
                        .awsAuthentication(
                                AuthenticationType.AWS_V2_OR_V4, arguments[1], arguments[2])
                        .build();
        server.start();
        parent.tellPort(server.getPort());
        parent.outlive();
        server.stop();
        System.exit(0);
    }
}
