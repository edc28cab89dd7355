package otus.server.app;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import otus.server.http.HttpLimits;

/// What the operator wants served, where and how; checked when it is made, that is at start-up.
///
/// @param root the folder, absolute
/// @param content what else the handler of files was told, by the names it knows
/// @param addresses where to listen, at least one
/// @param port 0 for any that is free
/// @param workers the number of event loops
/// @param limits what a connection may cost
/// @param plugins where plugins lie
/// @param grace how long requests may take to finish when the server stops
record Options(
    Path root,
    Map<String, String> content,
    List<Address> addresses,
    int port,
    int workers,
    HttpLimits limits,
    PluginFolder plugins,
    Duration grace) {

  /// The handler that serves when the operator names none.
  private static final String HANDLER = "static";

  /// Takes copies, and looks at the folder.
  ///
  /// @throws Mistake if it cannot be served
  Options {
    root = root.toAbsolutePath().normalize();
    content = Map.copyOf(content);
    addresses = List.copyOf(addresses);
    if (!Files.exists(root)) {
      throw new Mistake("no such folder: " + root);
    }
    if (!Files.isDirectory(root)) {
      throw new Mistake("not a folder: " + root);
    }
    if (!Files.isReadable(root) || !Files.isExecutable(root)) {
      throw new Mistake("no permission to read the folder: " + root);
    }
  }

  /// The handler to make.
  Mount mount() {
    Map<String, String> all = new HashMap<>(content);
    all.put("root", root.toString());
    return new Mount(HANDLER, all);
  }
}
