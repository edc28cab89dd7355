package otus.server.app.lifecycle;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.SocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import otus.server.app.config.UsageException;
import otus.server.app.listen.UnixSocketFile;
import otus.server.http.HttpServer;
import otus.server.http.config.ListenSettings;
import otus.server.loop.linux.Descriptors;

/// The listening sockets that this process has got: from a service manager by variables
/// (sd_listen_fds(3)), or from the server that it replaces. A listener of the same address takes
/// them. Main thread only.
public final class InheritedSockets {
  /// The variable by which `restart` tells a server to take over from another one: `background`,
  /// or `takeover` and the pid file.
  public static final String VARIABLE = "OTUS_LIFECYCLE";

  static final String BACKGROUND = "background";
  static final String TAKEOVER = "takeover:";

  private static final String UNIX = "unix:";
  private static final Logger LOG = System.getLogger(InheritedSockets.class.getName());

  private final List<InheritedSocket> left;
  private final List<InheritedSocket> given;
  private final List<InheritedSocket> unreachable = new ArrayList<>();
  private final Map<InheritedSocket, UnixSocketFile> files = new HashMap<>();
  private final @Nullable Takeover takeover;
  private volatile boolean takenOver;

  InheritedSockets(List<InheritedSocket> sockets, @Nullable Takeover takeover) {
    left = new ArrayList<>();
    given = sockets.stream().filter(InheritedSocket::given).toList();
    this.takeover = takeover;
    sockets.forEach(this::add);
  }

  private void add(InheritedSocket socket) {
    if (socket.given() || !socket.name().startsWith(UNIX)) {
      left.add(socket);
      return;
    }
    Path path = Path.of(socket.name().substring(UNIX.length()));
    try {
      files.put(socket, UnixSocketFile.existing(path, this::hasTakenOver));
      left.add(socket);
    } catch (IOException e) {
      LOG.log(Level.DEBUG, "event=socket-without-file", e);
      unreachable.add(socket); // a listener of this address opens a new one
    }
  }

  /// Returns whether the former server has handed over: then its Unix sockets' files belong to this
  /// process. Any thread.
  public boolean hasTakenOver() {
    return takenOver;
  }

  /// Reads the sockets that the environment announces.
  ///
  /// @param environment the variables of this process
  /// @param warnings receives a line for each descriptor that cannot be used
  /// @return the sockets, or null if no process has passed any
  /// @throws UsageException if the server to be replaced does not hand over
  public static @Nullable InheritedSockets read(
      Map<String, String> environment, Consumer<String> warnings) {
    String lifecycle = environment.getOrDefault(VARIABLE, "");
    if (lifecycle.startsWith(TAKEOVER)) {
      Path pidFile = Path.of(lifecycle.substring(TAKEOVER.length()));
      Takeover takeover = Takeover.begin(ControlSocket.path(pidFile));
      return new InheritedSockets(takeover.sockets(), takeover);
    }
    List<InheritedSocket> passed = ActivationSockets.read(environment, warnings);
    return passed.isEmpty() ? null : new InheritedSockets(passed, null);
  }

  /// The handover in progress, or null if a service manager has passed the sockets.
  @Nullable Takeover takeover() {
    return takeover;
  }

  /// The addresses that a service manager has chosen: the default of `--listen`.
  public List<String> addresses() {
    return names("");
  }

  /// The address of the admin listener that a service manager has chosen, at most one.
  public List<String> adminAddresses() {
    return names(InheritedSocket.ADMIN).stream().limit(1).toList();
  }

  private List<String> names(String role) {
    return given.stream()
        .filter(socket -> socket.role().equals(role))
        .map(InheritedSocket::name)
        .distinct()
        .toList();
  }

  /// Returns whether there are sockets for an address.
  ///
  /// @param admin whether the admin listener asks
  public boolean has(SocketAddress wanted, boolean admin) {
    return left.stream().anyMatch(socket -> fits(socket, wanted, admin));
  }

  /// Returns whether a service manager has opened the socket at an address, and thus its file.
  public boolean isGiven(SocketAddress address, boolean admin) {
    return given.stream().anyMatch(socket -> fits(socket, address, admin));
  }

  private static boolean fits(InheritedSocket socket, SocketAddress wanted, boolean admin) {
    return socket.role().equals(admin ? InheritedSocket.ADMIN : "") && socket.serves(wanted);
  }

  /// Lets a server listen on the sockets for an address.
  ///
  /// @return the address, with the actual port
  /// @throws IOException if there are none, or the system does not support it
  public SocketAddress listen(
      HttpServer server, SocketAddress wanted, boolean admin, ListenSettings settings)
      throws IOException {
    InheritedSocket first =
        left.stream()
            .filter(socket -> fits(socket, wanted, admin))
            .findFirst()
            .orElseThrow(() -> new IOException("no socket for " + wanted));
    List<InheritedSocket> taken =
        left.stream()
            .filter(socket -> socket.role().equals(first.role()))
            .filter(socket -> socket.name().equals(first.name()))
            .toList();
    left.removeAll(taken);
    return server.adopt(taken.stream().map(InheritedSocket::descriptor).toList(), settings);
  }

  /// The former server has handed over, if there is one: closes the sockets that no listener has
  /// taken, and deletes the files of those that it has created.
  ///
  /// @return the addresses of those that a service manager has opened
  List<String> closeUnused() {
    List<String> unused =
        left.stream().filter(InheritedSocket::given).map(InheritedSocket::name).distinct().toList();
    takenOver = true;
    left.addAll(unreachable);
    for (InheritedSocket socket : left) {
      UnixSocketFile file = files.get(socket);
      if (file != null) {
        file.delete();
      }
      try {
        Descriptors.close(socket.descriptor());
      } catch (IOException e) {
        throw new UncheckedIOException("a descriptor was closed twice", e);
      }
    }
    left.clear();
    unreachable.clear();
    return unused;
  }
}
