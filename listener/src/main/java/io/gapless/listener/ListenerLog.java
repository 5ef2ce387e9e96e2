package io.gapless.listener;

import ch.qos.logback.classic.LoggerContext;
import org.slf4j.LoggerFactory;
import org.slf4j.bridge.SLF4JBridgeHandler;

/// Sets up the listener's log: one JSON object a line on standard output.
final class ListenerLog {
    private static final String CONFIGURATION = "logback.configurationFile";

    private ListenerLog() {}

    /// To be called before any logger is made. Leaves alone who has chosen a configuration of his own.
    static void open() {
        if (System.getProperty(CONFIGURATION) == null) {
            System.setProperty(CONFIGURATION, "io/gapless/listener/logback-listener.xml");
        }
        // The WebSocket client logs through java.util.logging.
        SLF4JBridgeHandler.removeHandlersForRootLogger();
        SLF4JBridgeHandler.install();
    }

    /// Writes what waits. Nothing is logged after it.
    static void close() {
        if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
            context.stop();
        }
    }
}
