/// The threads on which files are looked up: bounded, owned by one handler, so that a file whose
/// opening blocks holds up nothing but its own path. Start with `LookupPool`.
@NullMarked
package otus.server.staticfiles.pool;

import org.jspecify.annotations.NullMarked;
