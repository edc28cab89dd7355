package otus.server.loop;

/// Holds the package's place.
interface Placeholder {}
