/// How the server finds handlers: [otus.server.api.spi.HandlerProvider], looked up by
/// [java.util.ServiceLoader].
@NullMarked
package otus.server.api.spi;

import org.jspecify.annotations.NullMarked;
