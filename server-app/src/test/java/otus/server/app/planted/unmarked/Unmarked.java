package otus.server.app.planted.unmarked;

/// Lives in a package that is not null-marked.
public final class Unmarked {}
