package otus.server.app.planted.http.h2.codec;

import java.time.InstantSource;

/// Breaks: the HTTP/2 codec is pure.
record SeesLoop(otus.server.app.planted.loop.Pipe seen) {}

/// Breaks: the HTTP/2 codec is pure.
record SeesHttp1(otus.server.app.planted.http.h1.codec.Head seen) {}

/// Breaks: the HTTP/2 codec is pure.
interface SeesClock {
  String date(InstantSource clock);
}
