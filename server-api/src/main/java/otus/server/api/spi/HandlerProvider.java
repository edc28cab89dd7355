package otus.server.api.spi;

import java.util.List;
import otus.server.api.Handler;

/// Makes a handler; found by [java.util.ServiceLoader] under the name of this interface.
///
/// A plugin module says `provides otus.server.api.spi.HandlerProvider with …`. The provider class
/// is public and has a public constructor without parameters, or a public static `provider()`
/// method. The server calls all methods on its main thread, before it opens a port.
public interface HandlerProvider {

  /// The name by which an operator asks for this handler: lower-case letters, digits and hyphens.
  String name();

  /// The options it understands; the server refuses all others, and fills in defaults.
  default List<OptionSpec> options() {
    return List.of();
  }

  /// Makes one handler, which all event loops share.
  ///
  /// @throws IllegalArgumentException if the value of an option is wrong; the message is shown
  ///     to the operator as one line, and the server does not start
  Handler create(HandlerContext context);
}
