package otus.server.app.config;

import java.net.SocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import otus.server.app.listen.ListenOptions;
import otus.server.http.config.ClientLimits;
import otus.server.http.config.HttpLimits;
import otus.server.http.config.TrustedProxies;

/// The settings of a server. Validated by the constructor, at start-up. Immutable.
///
/// @param root absolute path of the directory served at `/`, or null if only mounts are served
/// @param content further options of the static handler at `/`, by name
/// @param mounts handlers from the command line
/// @param filters filters around all handlers, the outermost first
/// @param addresses addresses to listen on at `port`
/// @param hosts hosts that requests may name
/// @param port TCP port; 0 for any free port
/// @param workers number of event loops
/// @param limits limits of requests, connections and handlers
/// @param connections maximum number of connections
/// @param clients limits of each client address
/// @param plugins directory of plugins
/// @param shutdown delay and grace period of a shutdown
/// @param listen further addresses to listen on, with their ports; without those of the sites
/// @param sites content for certain hosts; the rest is for all others
/// @param proxies proxies whose reports about clients are believed
/// @param logs access log, server log and request ids
/// @param admin address of the listener for operators, if there is one
/// @param pidFile absolute path of the pid file, if there is one
/// @param tls the settings of TLS, if there is any
/// @param versions versions of HTTP
/// @param given the names of settings that are not defaults, among `bind`, `port`, `listing`,
///     `open`, `qr`, and `content` for a root, a mount or a site
public record Options(
    @Nullable Path root,
    Map<String, String> content,
    List<Mount> mounts,
    List<Mount> filters,
    List<Address> addresses,
    AllowedHosts hosts,
    int port,
    int workers,
    HttpLimits limits,
    int connections,
    ClientLimits clients,
    PluginDirectory plugins,
    ShutdownPolicy shutdown,
    List<ListenAddress> listen,
    List<Site> sites,
    TrustedProxies proxies,
    LogOptions logs,
    Optional<ListenAddress> admin,
    Optional<Path> pidFile,
    Optional<TlsOptions> tls,
    HttpVersions versions,
    Set<String> given) {

  /// Name of the provider of the static handler.
  static final String FILES = "static";

  /// Copies the collections and checks the root directory.
  ///
  /// @throws UsageException if the root is missing, neither a directory nor an archive, or not
  ///     readable
  public Options {
    content = Map.copyOf(content);
    mounts = List.copyOf(mounts);
    filters = List.copyOf(filters);
    addresses = List.copyOf(addresses);
    listen = List.copyOf(listen);
    sites = List.copyOf(sites);
    given = Set.copyOf(given);
    if (!sites.isEmpty() || !listen.isEmpty()) {
      checkListeners(general(addresses, port, listen, isOnPort(tls)), sites, proxies);
    }
    if (admin.isPresent() && admin.get().options().proxyProtocol()) {
      throw new UsageException("--admin " + admin.get().text() + " takes no proxy-protocol");
    }
    if (admin.isPresent() && admin.get().options().tls()) {
      throw new UsageException("--admin " + admin.get().text() + " takes no tls");
    }
    if (root != null) {
      root = directory(root);
    }
  }

  private static void checkListeners(
      List<ListenAddress> general, List<Site> sites, TrustedProxies proxies) {
    Site.check(sites, general);
    Stream<ListenAddress> own = sites.stream().flatMap(site -> site.listen().stream());
    List<ListenAddress> all = Stream.concat(general.stream(), own).toList();
    ListenAddress.check(all);
    ListenAddress.checkProxies("listen", general, proxies);
    sites.forEach(
        site -> ListenAddress.checkProxies(site.place() + ": listen", site.listen(), proxies));
  }

  /// Returns the normalized absolute path of a directory, or zip archive, that can be served.
  ///
  /// @throws UsageException if it is missing, neither a directory nor an archive, or not readable
  public static Path directory(Path path) {
    Path directory = absolute(path);
    check(directory);
    return directory;
  }

  /// Returns the normalized absolute path.
  ///
  /// @throws UsageException if the path is relative and the current directory was deleted, since
  ///     normalization does not access the file system and `..` would still lead to the parent
  private static Path absolute(Path root) {
    Path current = Path.of("").toAbsolutePath();
    if (!root.isAbsolute() && !Files.exists(current)) {
      throw new UsageException(
          "no such directory: " + root + ", because the current directory was deleted");
    }
    return root.toAbsolutePath().normalize();
  }

  private static void check(Path root) {
    if (!Files.exists(root)) {
      throw new UsageException("no such directory: " + root);
    }
    boolean archive = isArchive(root);
    if (!Files.isDirectory(root) && !archive) {
      throw new UsageException("not a directory: " + root);
    }
    if (!Files.isReadable(root) || !(archive || Files.isExecutable(root))) {
      String kind = archive ? "archive: " : "directory: ";
      throw new UsageException("no permission to read the " + kind + root);
    }
  }

  /// Returns whether the path has the name of a zip archive; the static handler opens it.
  private static boolean isArchive(Path root) {
    String name = root.toString().toLowerCase(Locale.ROOT);
    return (name.endsWith(".zip") || name.endsWith(".jar")) && Files.isRegularFile(root);
  }

  /// Whether a handler of this name is mounted somewhere.
  public boolean hasHandler(String name) {
    Stream<Mount> all =
        Stream.concat(mounts.stream(), sites.stream().flatMap(site -> site.mounts().stream()));
    return all.anyMatch(mount -> mount.spec().name().equals(name));
  }

  /// The mounts from the command line, and the one for the root directory, if any; without those of
  /// sites.
  public List<Mount> allMounts() {
    return withRoot(mounts, root, content);
  }

  /// Returns mounts, and the one for a directory at `/`.
  ///
  /// @param root the directory, or null if there is none
  /// @param content further options of the static handler
  public static List<Mount> withRoot(
      List<Mount> mounts, @Nullable Path root, Map<String, String> content) {
    List<Mount> all = new ArrayList<>(mounts);
    if (root != null) {
      Map<String, String> options = new HashMap<>(content);
      options.put("root", root.toString());
      all.add(Mount.defaultValue(FILES, options));
    }
    return all;
  }

  /// All addresses with ports to listen on, with those of the sites; without [#addresses]. Wildcard
  /// addresses come first, since they cover others.
  public List<ListenAddress> listeners() {
    return Stream.concat(listen.stream(), sites.stream().flatMap(site -> site.listen().stream()))
        .sorted((a, b) -> Integer.compare(a.rank(), b.rank()))
        .toList();
  }

  /// The addresses of sites that have none of their own; those with a fixed port.
  public List<ListenAddress> general() {
    return general(addresses, port, listen, isOnPort(tls));
  }

  private static boolean isOnPort(Optional<TlsOptions> tls) {
    return tls.isPresent() && tls.get().onPort();
  }

  private static List<ListenAddress> general(
      List<Address> addresses, int port, List<ListenAddress> listen, boolean isTls) {
    ListenOptions options = isTls ? ListenOptions.TLS : ListenOptions.NONE;
    return Stream.concat(
            listen.stream(),
            addresses.stream().map(each -> new ListenAddress(each.name(), each.at(port), options)))
        .toList();
  }

  /// Returns an address at which connections of a listener arrive.
  ///
  /// @param wanted the address
  /// @param exact whether the address counts, or only its port
  /// @throws UsageException if there is no such listener
  SocketAddress listener(ListenAddress wanted, boolean exact) {
    for (ListenAddress each : Stream.concat(listeners().stream(), general().stream()).toList()) {
      if (exact && each.accepts(wanted.address())) {
        return wanted.address();
      }
      if (!exact && each.port() == wanted.port() && !each.isUnix()) {
        return each.isAny() ? wanted.address() : each.address();
      }
    }
    throw new UsageException("--explain: the server does not listen on " + wanted.text());
  }

  /// Returns these settings with the listeners and event loops of a running server, which cannot
  /// change them.
  ///
  /// @param started the settings with which the server was started
  /// @throws UsageException if a site has a host that another one has until a restart
  public Options listeningLike(Options started) {
    try {
      return new Options(
          root,
          content,
          mounts,
          filters,
          started.addresses,
          hosts,
          started.port,
          started.workers,
          limits,
          connections,
          clients,
          plugins,
          shutdown,
          started.listen,
          Site.listeningLike(started.sites, sites, started.general()),
          proxies,
          logs,
          started.admin,
          pidFile,
          tlsLike(started.tls),
          started.versions,
          given);
    } catch (UsageException e) {
      throw new UsageException(
          e.getMessage() + " until a restart, since a reload changes no addresses", e);
    }
  }

  /// Returns the settings of TLS for a running server, which cannot begin or end to use TLS at a
  /// port.
  private Optional<TlsOptions> tlsLike(Optional<TlsOptions> started) {
    boolean isSame =
        tls.isPresent()
            && started.isPresent()
            && tls.get().selfSigned() == started.get().selfSigned();
    return isSame ? tls.map(wanted -> wanted.withOnPort(isOnPort(started))) : started;
  }

  /// Returns whether a running server must be restarted to listen as these settings say.
  ///
  /// @param started the settings with which the server was started
  public boolean listensElsewhere(Options started) {
    Options running = listeningLike(started);
    for (int i = 0; i < sites.size(); i++) {
      if (!sites.get(i).listen().equals(running.sites.get(i).listen())) {
        return true;
      }
    }
    return !Set.copyOf(listeners()).equals(Set.copyOf(started.listeners()));
  }

  /// Whether the start opens a browser or shows a QR code.
  public boolean isShown() {
    return given.contains("open") || given.contains("qr");
  }

  /// Whether only this machine can connect.
  public boolean isLocal() {
    return addresses.stream().allMatch(Address::loopback)
        && listeners().stream().allMatch(ListenAddress::isLocal);
  }
}
