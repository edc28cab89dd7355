/// The grammar that header values and settings share (RFC 9110 §5.6): tokens, lists, weights,
/// entity tags, percent-encoding, sizes and durations. For handlers and filters, and for the server
/// itself; each rule has one parser here. Pure: no request, no state, any thread. It uses no other
/// package of the server.
@NullMarked
package otus.server.api.fields;

import org.jspecify.annotations.NullMarked;
