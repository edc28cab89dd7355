package otus.server.app.planted.http.h2.hpack;

/// Breaks: HPACK is pure and knows no frames.
record SeesLoop(otus.server.app.planted.loop.Pipe seen) {}

/// Breaks: HPACK is pure and knows no frames.
record SeesFrame(otus.server.app.planted.http.h2.codec.Frame seen) {}
