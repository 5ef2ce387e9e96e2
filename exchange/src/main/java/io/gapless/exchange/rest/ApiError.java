package io.gapless.exchange.rest;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;

/// A call that is answered with an error in Binance's form. Carries no stack: it is an answer, not a failure.
final class ApiError extends RuntimeException {

    private static final int BAD_REQUEST = 400;
    private static final String NUMBER_RANGE = "^[0-9]{1,20}$";

    private final int status;
    private final int code;

    ApiError(int status, int code, String message) {
        super(message, null, false, false);
        this.status = status;
        this.code = code;
    }

    static ApiError badRequest(int code, String message) {
        return new ApiError(BAD_REQUEST, code, message);
    }

    static ApiError invalidSymbol() {
        return badRequest(-1121, "Invalid symbol.");
    }

    static ApiError missing(String parameter) {
        return badRequest(
                -1102,
                "Mandatory parameter '%s' was not sent, was empty/null, or malformed."
                        .formatted(parameter));
    }

    static ApiError illegal(String parameter, String legal) {
        return badRequest(
                -1100,
                "Illegal characters found in parameter '%s'; legal range is '%s'."
                        .formatted(parameter, legal));
    }

    static ApiError illegalNumber(String parameter) {
        return illegal(parameter, NUMBER_RANGE);
    }

    static ApiError invalidCombination() {
        return badRequest(-1128, "Combination of optional parameters invalid.");
    }

    Reply reply() {
        return Reply.json(status, body(code, String.valueOf(getMessage())));
    }

    static String body(int code, String message) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("code", code)
                .put("msg", message)
                .toString();
    }
}
