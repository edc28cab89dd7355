/// The threads on which files are looked up: a limited number per handler, so that a file that
/// blocks delays only its own path. Start with `LookupPool`.
@NullMarked
package otus.server.staticfiles.pool;

import org.jspecify.annotations.NullMarked;
