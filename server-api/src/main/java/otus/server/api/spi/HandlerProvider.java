package otus.server.api.spi;

import otus.server.api.Handler;

/// Makes a handler; found by [java.util.ServiceLoader] under the name of this interface.
///
/// A plugin module says `provides otus.server.api.spi.HandlerProvider with …`. The provider class
/// is public and has a public constructor without parameters, or a public static `provider()`
/// method. The server calls both methods on its main thread, before it opens a port.
public interface HandlerProvider {

  /// The name by which an operator asks for this handler: lower-case letters, digits and hyphens.
  String name();

  /// Makes one handler, which all event loops share.
  ///
  /// @throws IllegalArgumentException if an option is missing or wrong; the message is shown to the
  ///     operator as one line, and the server does not start
  Handler create(HandlerContext context);
}
