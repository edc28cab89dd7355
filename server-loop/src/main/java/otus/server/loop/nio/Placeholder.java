package otus.server.loop.nio;

/// Holds the package's place.
interface Placeholder {}
