package otus.server.app.admin;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import otus.server.api.Answer;
import otus.server.api.Handler;
import otus.server.api.Request;
import otus.server.api.Response;
import otus.server.api.Status;
import otus.server.app.config.Address;
import otus.server.app.config.AllowedHosts;
import otus.server.app.config.ListenAddress;
import otus.server.app.config.UsageException;
import otus.server.app.lifecycle.InheritedSockets;
import otus.server.app.listen.UnixSocketFile;
import otus.server.http.HttpServer;
import otus.server.http.config.ListenSettings;

/// The listener of `--admin`: a server with an event loop of its own, so that it answers while all
/// others are busy, and while the server stops. Owned by the server, and closed after it. Main
/// thread only, except the handler.
public final class AdminListener implements AutoCloseable {
  private static final Logger LOG = System.getLogger(AdminListener.class.getName());
  private static final Duration GRACE = Duration.ofSeconds(1);

  /// The default mode of a Unix socket: only its owner may connect.
  private static final int MODE = 0600;

  private final HttpServer server;
  private final AdminHandler pages;
  private final String url;
  private final @Nullable UnixSocketFile file;
  private volatile boolean isLeft;

  private AdminListener(
      HttpServer server, AdminHandler pages, String url, @Nullable UnixSocketFile file) {
    this.server = server;
    this.pages = pages;
    this.url = url;
    this.file = file;
  }

  /// Creates a server that does not listen yet.
  @FunctionalInterface
  public interface Opening {
    /// @throws IOException if the process has no file descriptors left
    HttpServer open(Handler handler) throws IOException;
  }

  /// Opens the listener and starts it.
  ///
  /// @param opening creates the server
  /// @param inherited sockets that another process has passed, or null
  /// @param warnings receives a line if other machines can reach the address
  /// @throws UsageException if the address cannot be bound; nothing stays open then
  /// @throws IOException if the process has no file descriptors left
  public static AdminListener open(
      ListenAddress address,
      Monitor monitor,
      Opening opening,
      @Nullable InheritedSockets inherited,
      Consumer<String> warnings)
      throws IOException {
    AdminHandler pages = new AdminHandler(monitor);
    HttpServer server = opening.open(checked(pages, address.address()));
    try {
      AdminListener listener = bind(server, pages, address, inherited);
      server.start();
      if (!address.isLocal()) {
        warnings.accept(
            "--admin " + address.text() + ": other machines can reach it, without a password");
      }
      server.failure().thenAccept(e -> LOG.log(Level.ERROR, "event=admin-listener-failed", e));
      return listener;
    } catch (RuntimeException | Error e) {
      server.close();
      throw e;
    }
  }

  private static AdminListener bind(
      HttpServer server,
      AdminHandler pages,
      ListenAddress address,
      @Nullable InheritedSockets inherited) {
    try {
      if (inherited != null && inherited.has(address.address(), true)) {
        return adopt(server, pages, address, inherited);
      }
      if (address.address() instanceof UnixDomainSocketAddress socket) {
        ListenSettings settings = ListenSettings.plain(socket);
        UnixSocketFile file =
            UnixSocketFile.bind(
                socket.getPath(), address.options(), MODE, at -> server.listen(at, settings));
        return new AdminListener(server, pages, address.text(), file);
      }
      server.listen(address.address());
      return new AdminListener(server, pages, server.uri().toString(), null);
    } catch (BindException e) {
      throw new UsageException("--admin " + address.text() + ": " + e.getMessage(), e);
    } catch (IOException e) {
      throw new UsageException("--admin " + address.text() + ": cannot listen: " + e, e);
    }
  }

  private static AdminListener adopt(
      HttpServer server, AdminHandler pages, ListenAddress address, InheritedSockets inherited)
      throws IOException {
    boolean given = inherited.isGiven(address.address(), true);
    SocketAddress name = address.isUnix() ? address.address() : null;
    inherited.listen(server, address.address(), true, ListenSettings.plain(name));
    if (address.address() instanceof UnixDomainSocketAddress socket) {
      UnixSocketFile file =
          given
              ? null
              : UnixSocketFile.existing(socket.getPath(), inherited::hasTakenOver)
                  .with(address.options(), MODE);
      return new AdminListener(server, pages, address.text(), file);
    }
    return new AdminListener(server, pages, server.uri().toString(), null);
  }

  /// Refuses requests for other hosts. Otherwise a web page could make its own host name resolve to
  /// a loopback address, and then read the pages in the browser of the operator. Browsers cannot
  /// connect to a Unix socket.
  private static Handler checked(Handler pages, SocketAddress address) {
    if (!(address instanceof InetSocketAddress internet)) {
      return pages;
    }
    Address bound = new Address(internet.getHostString(), internet.getAddress());
    AllowedHosts hosts = AllowedHosts.of(Optional.empty(), List.of(bound));
    return new HostChecked(hosts, pages);
  }

  private record HostChecked(AllowedHosts hosts, Handler pages) implements Handler {
    @Override
    public Answer handle(Request request) throws Exception {
      return hosts.allows(request.authority())
          ? pages.handle(request)
          : Response.of(Status.MISDIRECTED_REQUEST); // RFC 9110 §15.5.20
    }
  }

  /// Returns the URL, or the path of the Unix socket, for the banner.
  public String url() {
    return url;
  }

  /// Leaves the socket, and its file, to a new process. Any thread.
  public void leave() {
    isLeft = true;
    server.beginRetire();
  }

  /// The address on which it listens, as the system reports it. Any thread.
  public SocketAddress bound() {
    return server.boundAddresses().getFirst();
  }

  /// Ends the streams, lets running requests finish, and removes the file of a Unix socket.
  @Override
  public void close() {
    pages.end();
    try {
      server.stop(GRACE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      server.close();
      if (file != null && !isLeft) {
        file.delete();
      }
    }
  }
}
