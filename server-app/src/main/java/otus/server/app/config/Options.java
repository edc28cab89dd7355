package otus.server.app.config;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import otus.server.http.config.HttpLimits;

/// The settings of a server. Validated by the constructor, at start-up. Immutable.
///
/// @param root absolute path of the directory served at `/`, or null if only mounts are served
/// @param content further options of the static handler at `/`, by name
/// @param mounts handlers from the command line
/// @param filters filters around all handlers, the outermost first
/// @param addresses addresses to listen on, at least one
/// @param hosts hosts that requests may name
/// @param port TCP port; 0 for any free port
/// @param workers number of event loops
/// @param limits limits of requests, connections and handlers
/// @param connections maximum number of connections
/// @param connectionsPerAddress maximum number of connections from one address; 0 = unlimited
/// @param plugins directory of plugins
/// @param shutdown delay and grace period of a shutdown
/// @param admin address of the listener for operators, if there is one
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
    int connectionsPerAddress,
    PluginDirectory plugins,
    ShutdownPolicy shutdown,
    Optional<ListenAddress> admin) {

  /// Name of the provider of the static handler.
  static final String FILES = "static";

  /// Copies the collections and checks the root directory.
  ///
  /// @throws UsageException if the root is missing, not a directory or not readable
  public Options {
    content = Map.copyOf(content);
    mounts = List.copyOf(mounts);
    filters = List.copyOf(filters);
    addresses = List.copyOf(addresses);
    if (root != null) {
      root = absolute(root);
      check(root);
    }
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
    if (!Files.isDirectory(root)) {
      throw new UsageException("not a directory: " + root);
    }
    if (!Files.isReadable(root) || !Files.isExecutable(root)) {
      throw new UsageException("no permission to read the directory: " + root);
    }
  }

  /// The mounts from the command line, and the one for the root directory, if any.
  public List<Mount> allMounts() {
    List<Mount> all = new ArrayList<>(mounts);
    if (root != null) {
      Map<String, String> options = new HashMap<>(content);
      options.put("root", root.toString());
      all.add(Mount.defaultValue(FILES, options));
    }
    return all;
  }
}
