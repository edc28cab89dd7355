package otus.server.api.spi;

import otus.server.api.Handler;

/// A provider of handlers, which an operator mounts with `--mount /path=name:option=value`. See
/// [Provider].
public non-sealed interface HandlerProvider extends Provider<Handler> {}
