package otus.server.staticfiles.version;

/// What tells one version of a file from another to clients (RFC 9110 §8.8). Immutable.
///
/// @param tag the entity tag, without the mark of a coding
/// @param dated whether the modification time of the file means something, so that it is told
public record Validators(EntityTag tag, boolean dated) {}
