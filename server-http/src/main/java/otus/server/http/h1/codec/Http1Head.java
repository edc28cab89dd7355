package otus.server.http.h1.codec;

import otus.server.http.syntax.RequestHead;

/// The head of an HTTP/1 request. Immutable.
///
/// @param request the part that each version of HTTP has
/// @param http11 whether the client speaks 1.1 or a later minor version
/// @param framing how the request body is delimited
/// @param persistent whether the client wants to keep the connection (RFC 9112 §9.3)
/// @param expectsContinue whether the client waits for a 100 before it sends the body (RFC 9110
///     §10.1.1)
public record Http1Head(
    RequestHead request,
    boolean http11,
    Framing framing,
    boolean persistent,
    boolean expectsContinue)
    implements RequestParser.Result {}
