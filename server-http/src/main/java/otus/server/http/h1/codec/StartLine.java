package otus.server.http.h1.codec;

/// A request line, or what is wrong with it.
sealed interface StartLine permits RequestLine, Violation {}
