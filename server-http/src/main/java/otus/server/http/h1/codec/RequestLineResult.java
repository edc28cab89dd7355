package otus.server.http.h1.codec;

/// A request line, or the rule that it breaks.
sealed interface RequestLineResult permits RequestLine, Refused {}
