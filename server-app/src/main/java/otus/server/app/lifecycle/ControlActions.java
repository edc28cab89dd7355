package otus.server.app.lifecycle;

import java.net.SocketAddress;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/// The functions of a running server that the control socket uses. All may be called on any thread.
///
/// @param status lines of a word, a space and a value, for the command `status`
/// @param sockets the listening sockets
/// @param reload reads the settings again, and returns `ok` or `refused` and a message
/// @param handOver ends accepting and lets the server end, unless it is already stopping; returns
///     whether it does
public record ControlActions(
    Supplier<List<String>> status,
    Supplier<List<Listening>> sockets,
    Supplier<String> reload,
    BooleanSupplier handOver) {

  /// The state in the answer to `status` of a server that has handed over.
  public static final String REPLACED = "is replaced";

  /// An address that the server listens on.
  ///
  /// @param bound the address as the system reports it
  /// @param configured the address as the settings name it; for a Unix socket, the path of its file
  /// @param admin whether it belongs to the admin listener
  /// @param given whether a service manager has opened it
  public record Listening(
      SocketAddress bound, SocketAddress configured, boolean admin, boolean given) {}
}
