package otus.server.api;

/// Holds the package's place.
interface Placeholder {}
