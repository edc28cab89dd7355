package otus.server.app.planted.api;

/// Breaks: exported types are interfaces, records, enums or final classes.
public class CanBeExtended {}
