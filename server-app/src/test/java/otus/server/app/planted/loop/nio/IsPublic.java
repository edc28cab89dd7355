package otus.server.app.planted.loop.nio;

/// For: implementations have no public top-level class but providers.
public final class IsPublic {}
