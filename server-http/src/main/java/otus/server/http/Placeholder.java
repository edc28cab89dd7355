package otus.server.http;

/// Holds the package's place.
interface Placeholder {}
