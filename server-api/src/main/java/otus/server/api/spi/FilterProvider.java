package otus.server.api.spi;

import otus.server.api.Filter;

/// Makes filters, which an operator puts before all handlers, the first one outermost:
/// `--filter name:option=value`. See [Provider].
public non-sealed interface FilterProvider extends Provider<Filter> {}
