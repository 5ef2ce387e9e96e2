package io.gapless.protocol;

import io.gapless.archive.PutOutcome;

/// Wrong turns that look harmless. The explorations prove themselves by finding each.
enum Mistake {
    NONE,
    /// What is there under the key need not be looked at.
    TAKES_A_412_FOR_SUCCESS,
    /// A put that was not answered will have arrived.
    TAKES_SILENCE_FOR_SUCCESS,
    /// The key is a function of the rows, so it can be made of one's own.
    MAKES_THE_KEY_OF_ITS_OWN_ROWS,
    /// Who let his claim expire is dead.
    DROPS_CLAIMS_OF_OTHERS,
    /// What is absent never existed.
    TAKES_ABSENT_FOR_FINAL;

    /// The reply as somebody takes it who makes this mistake.
    StorageReply taken(StorageCall call, StorageReply reply) {
        boolean put = call instanceof StorageCall.PutObject;
        boolean exists = reply instanceof StorageReply.ObjectPut(var o) && o == PutOutcome.EXISTS;
        boolean silence = reply instanceof StorageReply.Unavailable;
        return switch (this) {
            case TAKES_A_412_FOR_SUCCESS ->
                    put && exists ? new StorageReply.ObjectPut(PutOutcome.CREATED) : reply;
            case TAKES_SILENCE_FOR_SUCCESS ->
                    put && silence ? new StorageReply.ObjectPut(PutOutcome.CREATED) : reply;
            case NONE,
                    MAKES_THE_KEY_OF_ITS_OWN_ROWS,
                    DROPS_CLAIMS_OF_OTHERS,
                    TAKES_ABSENT_FOR_FINAL ->
                    reply;
        };
    }
}
