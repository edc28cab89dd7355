package otus.server.app.planted.api;

/// Something to see.
public interface Marker {}
