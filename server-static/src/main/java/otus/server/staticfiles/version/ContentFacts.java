package otus.server.staticfiles.version;

import otus.server.api.fields.EntityTag;
import otus.server.staticfiles.metadata.TextFacts;

/// The facts that the content of one version of a file shows. Immutable.
///
/// @param tag the entity tag, without the suffix of a coding
/// @param text the facts about text
public record ContentFacts(EntityTag tag, TextFacts text) {}
