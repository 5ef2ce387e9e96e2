package io.gapless.listener.ingest;

import io.gapless.trade.Coverage;
import io.gapless.trade.Symbol;
import java.util.OptionalLong;

/// How far the ingest of a symbol is.
///
/// @param lastReceived the highest id that a connection delivered
/// @param unarchived ids held here that are not known to be archived
public record IngestProgress(Symbol symbol, OptionalLong lastReceived, Coverage unarchived) {}
