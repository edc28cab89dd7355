package otus.server.app.planted.loop.nio;

/// Breaks: implementations have no public top-level class except providers.
public final class IsPublic {}
