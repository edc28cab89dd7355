package otus.server.app.plugin;

import java.util.List;
import otus.server.api.Filter;
import otus.server.api.Handler;
import otus.server.api.spi.FilterProvider;
import otus.server.api.spi.HandlerProvider;

/// The providers of the server or of one plugin. Main thread only.
///
/// @param handlers providers of handlers
/// @param filters providers of filters
public record Registries(ProviderRegistry<Handler> handlers, ProviderRegistry<Filter> filters) {

  /// Creates registries of the server's own providers.
  public static Registries of(
      Iterable<HandlerProvider> handlers, Iterable<FilterProvider> filters) {
    return new Registries(
        new ProviderRegistry<>("handler", handlers), new ProviderRegistry<>("filter", filters));
  }

  /// Creates empty registries.
  public static Registries empty() {
    return of(List.of(), List.of());
  }

  /// Adds all providers of a plugin, or none of them if a name is taken.
  ///
  /// @throws otus.server.app.config.UsageException if a name is taken
  public void add(Registries plugin) {
    handlers.check(plugin.handlers);
    filters.check(plugin.filters);
    handlers.addAll(plugin.handlers);
    filters.addAll(plugin.filters);
  }
}
