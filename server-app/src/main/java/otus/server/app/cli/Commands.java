package otus.server.app.cli;

import java.nio.file.Path;
import java.util.Optional;
import otus.server.app.config.ExplainRequest;
import otus.server.app.config.ListenAddress;
import otus.server.app.config.Options;
import otus.server.app.config.PluginDirectory;

/// The actions of the program, one method per kind of [Command]. Each method returns the exit code.
/// Main thread only.
public interface Commands {

  /// Serves until a signal or a failure stops the server.
  int serve(Options options) throws Exception;

  /// Prints the response to a request, with the reasons for it. Opens no port.
  int explain(Options options, ExplainRequest explainRequest) throws Exception;

  /// Lists the providers of the server and of the plugins in a directory.
  int list(PluginDirectory plugins);

  /// Prints whether a plugin can be loaded, or all modules that it lacks.
  int check(Path plugin);

  /// Does what a start does, but opens no port, and prints whether it would succeed.
  int check(Options options) throws Exception;

  /// Lets a running server reload its settings, and prints the result.
  ///
  /// @param admin the address of its admin listener
  int reload(ListenAddress admin) throws Exception;

  /// Starts, stops or asks a server that has a pid file.
  ///
  /// @param verb `start`, `stop`, `restart`, `status` or `reload`
  /// @param pidFile the path of the pid file, or empty for the default
  int manage(String verb, Optional<Path> pidFile) throws Exception;

  /// Serves for a moment to train the ahead-of-time cache.
  int train() throws Exception;

  /// Prints a text to standard output.
  int show(String text);

  /// Prints a usage error to standard error.
  int usageError(String message);
}
