package io.gapless.local.command;

import io.gapless.archive.StorageRefusedException;
import io.gapless.archive.StorageUnavailableException;
import io.gapless.config.InvalidConfigurationException;
import io.gapless.local.run.CannotGoOnException;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParseResult;

/// Turns what a command throws into a sentence and an exit code: 2 for what the user typed, 3 for what
/// does not work here. Anything else is a mistake of ours, and keeps its stack.
public final class Failures implements IExecutionExceptionHandler {
    /// What the user asked for cannot be.
    public static final int WRONG_INPUT = 2;

    /// It cannot work here and now.
    public static final int CANNOT_WORK = 3;

    @Override
    public int handleExecutionException(Exception e, CommandLine command, ParseResult parsed)
            throws Exception {
        return switch (e) {
            case IllegalArgumentException wrong -> tell(wrong, command, WRONG_INPUT);
            case InvalidConfigurationException wrong -> tell(wrong, command, WRONG_INPUT);
            case StorageRefusedException refused -> tell(refused, command, CANNOT_WORK);
            case StorageUnavailableException unavailable -> tell(unavailable, command, CANNOT_WORK);
            case CannotGoOnException ended -> tell(ended, command, CANNOT_WORK);
            case CannotWork cannot -> tell(cannot, command, CANNOT_WORK);
            case InterruptedException _ -> {
                Thread.currentThread().interrupt();
                yield 130;
            }
            default -> throw e;
        };
    }

    private static int tell(Exception e, CommandLine command, int code) {
        command.getErr().println("gapless: " + e.getMessage());
        command.getErr().flush();
        return code;
    }

    /// Something outside is not as it must be; the message is a sentence for the user.
    static final class CannotWork extends RuntimeException {
        CannotWork(String sentence) {
            super(sentence);
        }
    }
}
