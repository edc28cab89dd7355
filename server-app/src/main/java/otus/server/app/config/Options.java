package otus.server.app.config;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import otus.server.http.config.HttpLimits;

/// What the operator wants served, where and how; checked when it is made, that is at start-up.
///
/// @param root the directory served at `/`, absolute; null if nothing is served there but mounts
/// @param content what else the handler of files was told, by the names it knows
/// @param mounts the handlers the operator named
/// @param filters what stands before them, the outermost first
/// @param addresses where to listen, at least one
/// @param hosts the hosts that requests may name
/// @param port 0 for any that is free
/// @param workers the number of event loops
/// @param limits what a connection, and an answer, may cost
/// @param connections how many there may be in all
/// @param connectionsPerAddress how many there may be from one address, 0 for all of them
/// @param plugins where plugins lie
/// @param shutdown how long a stop takes
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
    ShutdownPolicy shutdown) {

  /// The handler that serves the folder.
  static final String FILES = "static";

  /// Takes copies, and looks at the folder.
  ///
  /// @throws UsageException if it cannot be served
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

  /// Dots in the name are resolved by the names alone, so `..` must not lead up from a directory
  /// that is not there.
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

  /// The handlers to make: the mounts, and the directory at `/` if there is one.
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
