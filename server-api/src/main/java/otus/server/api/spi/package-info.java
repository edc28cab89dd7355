/// How the server finds handlers: what a plugin provides.
@NullMarked
package otus.server.api.spi;

import org.jspecify.annotations.NullMarked;
