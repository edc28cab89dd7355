package otus.server.app.planted.unmarked;

/// A class in a package that is not null-marked.
public final class Unmarked {}
