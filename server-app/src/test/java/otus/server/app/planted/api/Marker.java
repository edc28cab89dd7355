package otus.server.app.planted.api;

/// A type that planted classes of other packages use.
public interface Marker {}
