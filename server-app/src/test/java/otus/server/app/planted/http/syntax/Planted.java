package otus.server.app.planted.http.syntax;

/// Breaks: the request syntax is pure and independent of the protocol version.
record SeesCodec(otus.server.app.planted.http.h1.codec.Head seen) {}

/// Breaks: the request syntax is pure and independent of the protocol version.
record SeesLoop(otus.server.app.planted.loop.Pipe seen) {}
