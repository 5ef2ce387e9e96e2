package io.gapless.archive;

/// One call to a fake store.
///
/// @param subject the key, prefix, symbol or name that it is about; empty when it is about all
public record StorageCall(Operation operation, String subject) {
    public enum Operation {
        /// [Archive#put]
        PUT,
        /// [Archive#get]
        GET,
        /// [Archive#list]
        LIST,
        /// [Checkpoints#read]
        READ,
        /// [Checkpoints#write]
        WRITE,
        /// [Checkpoints#all]
        ALL,
        /// [Marks#find]
        FIND,
        /// [Marks#set]
        SET;

        public boolean isWrite() {
            return this == PUT || this == WRITE || this == SET;
        }
    }
}
