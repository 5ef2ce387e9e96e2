package io.gapless.listener;

import io.gapless.archive.StorageRefusedException;
import io.gapless.config.InvalidConfigurationException;
import io.gapless.listener.start.CannotStartException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.LoggerFactory;

/// A listener as a process of its own: its log, its signals, its exit code.
///
/// SIGTERM and SIGINT stop the listener and are waited for; a second one changes nothing. SIGKILL needs
/// nothing: what was held is a gap that the checkpoint shows, or a claim that expires.
public final class ListenerProcess {
    /// How much longer than its stop timeout a listener is waited for before it counts as stuck.
    static final Duration STUCK_AFTER = Duration.ofSeconds(15);

    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile Optional<Listener> listener = Optional.empty();
    private volatile ExitCode exitCode = ExitCode.FAILED;

    private ListenerProcess() {}

    /// Runs a listener and ends the process.
    ///
    /// @param composition makes the listener, or throws an [InvalidConfigurationException] or any
    ///     [IllegalArgumentException], a [CannotStartException] or a [StorageRefusedException]
    public static void run(Supplier<Listener> composition) {
        ListenerLog.open();
        ListenerProcess process = new ListenerProcess();
        Runtime.getRuntime().addShutdownHook(new Thread(process::end, "end"));
        process.exitCode = process.listen(composition);
        process.ended.countDown();
        System.exit(process.exitCode.number());
    }

    private ExitCode listen(Supplier<Listener> composition) {
        try {
            Listener made = made(composition);
            listener = Optional.of(made);
            return made.run();
        } catch (InvalidConfigurationException e) {
            e.errors()
                    .forEach(error ->
                            LoggerFactory.getLogger(ListenerProcess.class)
                                    .atError()
                                    .addKeyValue("problem", error)
                                    .log("cannot start"));
            tell(e.errors());
            return ExitCode.WRONG_CONFIGURATION;
        } catch (CannotStartException e) {
            tell(e.reasons());
            return ExitCode.CANNOT_WORK_HERE;
        } catch (RuntimeException | Error e) {
            LoggerFactory.getLogger(ListenerProcess.class)
                    .atError()
                    .setCause(e)
                    .log("this cannot happen");
            return ExitCode.FAILED;
        }
    }

    private static Listener made(Supplier<Listener> composition) {
        try {
            return composition.get();
        } catch (IllegalArgumentException e) {
            throw new InvalidConfigurationException(List.of(String.valueOf(e.getMessage())));
        } catch (StorageRefusedException e) {
            throw new CannotStartException(List.of(String.valueOf(e.getMessage())));
        }
    }

    /// For people in front of a terminal, who do not read JSON.
    private static void tell(List<String> sentences) {
        sentences.forEach(sentence -> System.err.println("gapless listener: " + sentence));
    }

    /// The shutdown hook. It decides the exit code: left alone, the JVM would report the signal's
    /// number for a process that has ended well.
    private void end() {
        boolean isListening = listener.map(Listener::isListening).orElse(false);
        listener.ifPresent(Listener::stop);
        if (ended.getCount() > 0) {
            if (isListening) {
                await(listener.orElseThrow().settings().stopTimeout().plus(STUCK_AFTER));
            } else {
                // Nothing was received yet.
                exitCode = ExitCode.STOPPED;
            }
        }
        ListenerLog.close();
        Runtime.getRuntime().halt(exitCode.number());
    }

    private void await(Duration longest) {
        try {
            if (!ended.await(longest.toMillis(), TimeUnit.MILLISECONDS)) {
                LoggerFactory.getLogger(ListenerProcess.class)
                        .atError()
                        .addKeyValue("waited", longest)
                        .log("stuck while stopping");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
