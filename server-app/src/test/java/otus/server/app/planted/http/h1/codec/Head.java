package otus.server.app.planted.http.h1.codec;

/// Something of the codec, for planted classes of other packages to see.
public record Head() {}
