package otus.server.app.cli;

import java.nio.file.Path;
import otus.server.app.config.ExplainRequest;
import otus.server.app.config.Options;
import otus.server.app.config.PluginDirectory;

/// What the program can do for a command line; each method returns the exit code. Main thread only.
public interface Commands {

  /// Serves until a signal comes, then stops.
  int serve(Options options) throws Exception;

  /// Prints what would be answered to a request, and why; opens no port.
  int explain(Options options, ExplainRequest explainRequest) throws Exception;

  /// Lists the providers of the server and of the plugins in a directory.
  int list(PluginDirectory plugins);

  /// Prints whether a plugin would load, or all that it lacks.
  int check(Path plugin);

  /// Serves for a moment to train the ahead-of-time cache.
  int train() throws Exception;

  /// Prints a text that was asked for.
  int show(String text);

  /// Prints what is wrong with the command line.
  int usageError(String message);
}
