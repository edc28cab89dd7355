package otus.server.api.spi;

import otus.server.api.Filter;

/// A provider of filters, which an operator adds with `--filter name:option=value`. Filters run
/// around all handlers, the first one outermost. See [Provider].
public non-sealed interface FilterProvider extends Provider<Filter> {}
