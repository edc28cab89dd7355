package otus.server.http.h1.codec;

import otus.server.api.Headers;
import otus.server.api.Method;
import otus.server.api.Target;

/// A request head, with everything understood that the connection must know.
///
/// @param method any token
/// @param target the decoded target
/// @param authority the host asked for, of the target if it has one, otherwise of Host
/// @param headers all fields, as sent
/// @param http11 whether the client speaks 1.1 or a later minor version
/// @param framing how its content is delimited
/// @param persistent whether the client would go on with this connection (RFC 9112 §9.3)
/// @param expectsContinue whether it waits for a 100 before it sends content (RFC 9110 §10.1.1)
public record Http1Head(
    Method method,
    Target target,
    String authority,
    Headers headers,
    boolean http11,
    Framing framing,
    boolean persistent,
    boolean expectsContinue)
    implements ParseResult {}
