package otus.server.app.planted.http.syntax;

/// For: the syntax of requests is pure and knows no protocol version.
record SeesCodec(otus.server.app.planted.http.h1.codec.Head seen) {}

/// For: the syntax of requests is pure and knows no protocol version.
record SeesLoop(otus.server.app.planted.loop.Pipe seen) {}
