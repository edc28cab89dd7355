package otus.server.app.planted.http.h2.codec;

/// A class of the codec that planted classes of other packages use.
public record Frame() {}
