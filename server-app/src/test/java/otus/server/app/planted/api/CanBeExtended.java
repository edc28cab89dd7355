package otus.server.app.planted.api;

/// For: exported types are interfaces, records, enums or final classes.
public class CanBeExtended {}
