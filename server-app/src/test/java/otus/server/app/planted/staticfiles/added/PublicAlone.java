package otus.server.app.planted.staticfiles.added;

/// Breaks: every public class is used by another package.
public final class PublicAlone {}
