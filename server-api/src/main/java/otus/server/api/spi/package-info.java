/// The services by which the server finds handlers and filters with [java.util.ServiceLoader]:
/// [otus.server.api.spi.HandlerProvider] and [otus.server.api.spi.FilterProvider]; and the types
/// with which providers declare and read options.
@NullMarked
package otus.server.api.spi;

import org.jspecify.annotations.NullMarked;
