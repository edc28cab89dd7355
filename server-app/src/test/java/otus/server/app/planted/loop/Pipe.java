package otus.server.app.planted.loop;

/// Something to see.
public interface Pipe {}
