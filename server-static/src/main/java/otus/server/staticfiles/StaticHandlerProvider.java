package otus.server.staticfiles;

import otus.server.api.spi.HandlerProvider;

/// Provides the handler for static files.
public final class StaticHandlerProvider implements HandlerProvider {

  /// For the service loader.
  public StaticHandlerProvider() {}

  @Override
  public String name() {
    return "static";
  }
}
