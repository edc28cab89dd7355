package otus.server.app.planted.staticfiles.added;

/// For: a public class is used by another package.
public final class PublicAlone {}
