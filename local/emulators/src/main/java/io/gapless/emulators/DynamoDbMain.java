package io.gapless.emulators;

import java.net.InetSocketAddress;
import org.eclipse.jetty.server.Server;
import software.amazon.dynamodb.services.local.server.LocalDynamoDBRequestHandler;
import software.amazon.dynamodb.services.local.server.LocalDynamoDBServerHandler;

/// `DynamoDbMain <folder>`: DynamoDB Local with its tables in a file of that folder, the same for every
/// region and access key. Not by its own command line: that listens on every address of the machine, on
/// a port that has to be free.
public final class DynamoDbMain {
    private DynamoDbMain() {}

    public static void main(String[] arguments) throws Exception {
        Parent parent = Parent.meet();
        LocalDynamoDBRequestHandler tables =
                new LocalDynamoDBRequestHandler(0, false, arguments[0], true, false);
        Server server = new Server(new InetSocketAddress("127.0.0.1", 0));
        server.setHandler(new LocalDynamoDBServerHandler(tables, "*"));
        server.start();
        parent.tellPort(server.getURI().getPort());
        parent.outlive();
        server.stop();
        tables.shutdown();
        System.exit(0);
    }
}
