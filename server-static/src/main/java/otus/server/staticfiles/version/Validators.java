package otus.server.staticfiles.version;

import otus.server.api.fields.EntityTag;

/// The validators of a file (RFC 9110 §8.8). Immutable.
///
/// @param tag the entity tag, without the suffix of a coding
/// @param basis the basis of the tag
/// @param dated whether the modification time is meaningful, so that it is sent
public record Validators(EntityTag tag, TagBasis basis, boolean dated) {}
