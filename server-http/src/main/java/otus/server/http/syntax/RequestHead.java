package otus.server.http.syntax;

import otus.server.api.Headers;
import otus.server.api.Method;
import otus.server.api.Target;

/// The head of a request as each version of HTTP has it. Immutable.
///
/// @param method any token
/// @param target the decoded target
/// @param authority the host and port that the request is for; empty if it names none
/// @param headers all header fields, as sent
public record RequestHead(Method method, Target target, String authority, Headers headers) {}
