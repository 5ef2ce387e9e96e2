package io.gapless.exchange.rest;

import java.util.Optional;

/// One HTTP request, as far as REST needs it.
///
/// @param method `GET` is the only one served
/// @param target path and query
/// @param address of the caller, without port: weight is counted by it
/// @param timeUnit the header `X-MBX-TIME-UNIT`
public record RestCall(String method, String target, String address, Optional<String> timeUnit) {}
