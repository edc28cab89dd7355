package otus.server.api.spi;

import java.util.List;

/// A service that creates the handler or filter of a plugin. [java.util.ServiceLoader] finds it as
/// a [HandlerProvider] or [FilterProvider].
///
/// A plugin module declares `provides otus.server.api.spi.HandlerProvider with …`. The provider
/// class is public and has a public constructor without parameters, or a public static `provider()`
/// method. The server calls all methods on one thread: at its start before it opens a port, and at
/// a reload on another thread, while the handlers of the current settings still answer requests. A
/// shutdown does not wait for the methods of a reload.
///
/// @param <T> the type to create, [otus.server.api.Handler] or [otus.server.api.Filter]
public sealed interface Provider<T> permits HandlerProvider, FilterProvider {

  /// Returns the name of the provider on the command line. It consists of lower-case letters,
  /// digits and hyphens, and is unique among all handlers, or among all filters.
  ///
  /// @return the name
  String name();

  /// Returns the options of the provider. The server rejects all others, validates values, and
  /// applies defaults.
  ///
  /// @return the options, by default none
  default List<OptionSpec> options() {
    return List.of();
  }

  /// Creates a handler or filter, which all event loops share.
  ///
  /// @param context the values of options, and other services of the server
  /// @return the handler or filter
  /// @throws IllegalArgumentException if the value of an option is invalid; the server prints the
  ///     message as one line and does not start
  T create(ProviderContext context);
}
