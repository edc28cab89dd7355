/// The handler `static`: files below a root directory, with conditions, ranges and a cache. This
/// package contains the provider, its options, the handler, and the responses made from files; it
/// may use all subpackages. Sockets, loops and framing do not belong here. Start with
/// `StaticHandler`.
@NullMarked
package otus.server.staticfiles;

import org.jspecify.annotations.NullMarked;
