package otus.server.app.planted.loop;

/// A type that planted classes of other packages use.
public interface Pipe {}
