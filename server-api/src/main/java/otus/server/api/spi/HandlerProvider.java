package otus.server.api.spi;

import otus.server.api.Handler;

/// Makes handlers, which an operator mounts: `--mount /path=name:option=value`. See [Provider].
public non-sealed interface HandlerProvider extends Provider<Handler> {}
