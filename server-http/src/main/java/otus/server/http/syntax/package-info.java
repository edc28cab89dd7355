/// The grammar of a request that is the same in each version of HTTP: targets, authorities,
/// character classes, and the rules that a request can break. Pure: strings and octets in,
/// records out. May use the API only. Start with `TargetParser`.
@NullMarked
package otus.server.http.syntax;

import org.jspecify.annotations.NullMarked;
