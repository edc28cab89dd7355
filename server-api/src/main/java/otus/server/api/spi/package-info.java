/// How the server finds handlers and filters: [otus.server.api.spi.HandlerProvider] and
/// [otus.server.api.spi.FilterProvider], looked up by [java.util.ServiceLoader]; and how they say
/// what options they have.
@NullMarked
package otus.server.api.spi;

import org.jspecify.annotations.NullMarked;
