/// Conditional and range requests (RFC 9110 §13 and §14): entity tags, preconditions, byte
/// ranges, and what they make of a request. Pure functions. Start with `ConditionalRequest`.
@NullMarked
package otus.server.staticfiles.conditional;

import org.jspecify.annotations.NullMarked;
