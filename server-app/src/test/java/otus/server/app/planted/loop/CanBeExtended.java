package otus.server.app.planted.loop;

/// Breaks: exported types are interfaces, records, enums or final classes.
public abstract class CanBeExtended {}
