package otus.server.app.plugin;

import java.util.List;
import otus.server.api.Filter;
import otus.server.api.Handler;
import otus.server.api.spi.FilterProvider;
import otus.server.api.spi.HandlerProvider;

/// The providers there are, of the server or of one plugin, by kind. Main thread only.
///
/// @param handlers what can be mounted
/// @param filters what can be put before that
public record Registries(ProviderRegistry<Handler> handlers, ProviderRegistry<Filter> filters) {

  /// The providers that the server was started with.
  public static Registries of(
      Iterable<HandlerProvider> handlers, Iterable<FilterProvider> filters) {
    return new Registries(
        new ProviderRegistry<>("handler", handlers), new ProviderRegistry<>("filter", filters));
  }

  /// None yet.
  public static Registries empty() {
    return of(List.of(), List.of());
  }

  /// Adds the providers of one plugin: all, or none if one of their names is taken.
  ///
  /// @throws otus.server.app.config.UsageException if it is
  public void add(Registries plugin) {
    handlers.check(plugin.handlers);
    filters.check(plugin.filters);
    handlers.addAll(plugin.handlers);
    filters.addAll(plugin.filters);
  }
}
