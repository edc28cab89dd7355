package otus.server.http.syntax;

import otus.server.api.Headers;
import otus.server.api.Method;
import otus.server.api.Target;

/// The head of a request as each version of HTTP has it. Immutable.
///
/// @param method any token
/// @param target the decoded target
/// @param authority the requested host and port, or empty if the request has no host
/// @param headers all headers, as sent
public record RequestHead(Method method, Target target, String authority, Headers headers) {}
