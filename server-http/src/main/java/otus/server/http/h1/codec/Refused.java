package otus.server.http.h1.codec;

import otus.server.http.syntax.Violation;

/// The result of each step of this package for a request that breaks a rule.
///
/// The connection is closed after the response: the start of the next request is no longer certain,
/// or the client would continue to send.
///
/// @param violation the rule
public record Refused(Violation violation)
    implements RequestParser.Result,
        RequestParser.LineResult,
        BodyDecoder.Event,
        FramingRules.Result {}
