package otus.server.api.spi;

import java.util.List;

/// Makes what a plugin is for; found by [java.util.ServiceLoader] under the name of one of the two
/// kinds, [HandlerProvider] and [FilterProvider].
///
/// A plugin module says `provides otus.server.api.spi.HandlerProvider with …`. The provider class
/// is public and has a public constructor without parameters, or a public static `provider()`
/// method. The server calls all methods on its main thread, before it opens a port.
///
/// @param <T> what it makes
public sealed interface Provider<T> permits HandlerProvider, FilterProvider {

  /// The name by which an operator asks for it: lower-case letters, digits and hyphens. It is the
  /// only one of its kind by this name.
  String name();

  /// The options it understands; the server refuses all others, checks those that are given, and
  /// fills in defaults.
  default List<OptionSpec> options() {
    return List.of();
  }

  /// Makes one, which all event loops share.
  ///
  /// @throws IllegalArgumentException if the value of an option is wrong; the message is shown
  ///     to the operator as one line, and the server does not start
  T create(ProviderContext context);
}
