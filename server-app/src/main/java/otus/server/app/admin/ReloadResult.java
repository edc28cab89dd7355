package otus.server.app.admin;

/// The result of a reload of the configuration. Immutable.
///
/// @param isDone whether the new configuration is in use; otherwise the former one stays
/// @param message one line for the operator
public record ReloadResult(boolean isDone, String message) {}
