/// Conditional and range requests (RFC 9110 §13 and §14): preconditions, byte ranges, and the
/// resulting decision. Pure functions. Start with `ConditionalRequest`.
@NullMarked
package otus.server.staticfiles.conditional;

import org.jspecify.annotations.NullMarked;
