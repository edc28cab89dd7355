package otus.server.app.cli;

import java.nio.file.Path;
import otus.server.app.config.ExplainRequest;
import otus.server.app.config.Options;
import otus.server.app.config.PluginDirectory;

/// What the command line asks for. Each kind does itself, which the compiler checks as it would a
/// switch; but a switch over types is put together at run time, and at every start anew.
public sealed interface Command {

  /// Does it.
  ///
  /// @return the exit code
  int perform(Commands commands) throws Exception;

  /// Serve.
  record Run(Options options) implements Command {
    @Override
    public int perform(Commands commands) throws Exception {
      return commands.serve(options);
    }
  }

  /// Say why a request would be answered as it would.
  ///
  /// @param options how it would be served
  /// @param explainRequest the request
  record Explain(Options options, ExplainRequest explainRequest) implements Command {
    @Override
    public int perform(Commands commands) throws Exception {
      return commands.explain(options, explainRequest);
    }
  }

  /// Explain the flags.
  ///
  /// @param full everything, rather than a line for each flag
  record Help(boolean full) implements Command {
    @Override
    public int perform(Commands commands) {
      return commands.show(full ? HelpText.full() : HelpText.summary());
    }
  }

  /// Say which version this is.
  record Version() implements Command {
    @Override
    public int perform(Commands commands) {
      return commands.show(VersionText.full() + "\n");
    }
  }

  /// List the providers there are.
  ///
  /// @param plugins where plugins lie
  record ListPlugins(PluginDirectory plugins) implements Command {
    @Override
    public int perform(Commands commands) {
      return commands.list(plugins);
    }
  }

  /// Say whether a plugin would load.
  ///
  /// @param plugin a jar, or a folder of jars
  record CheckPlugin(Path plugin) implements Command {
    @Override
    public int perform(Commands commands) {
      return commands.check(plugin);
    }
  }

  /// Train the ahead-of-time cache.
  record Train() implements Command {
    @Override
    public int perform(Commands commands) throws Exception {
      return commands.train();
    }
  }

  /// Nothing that can be done.
  ///
  /// @param message what is wrong, in one line
  record Fault(String message) implements Command {
    @Override
    public int perform(Commands commands) {
      return commands.usageError(message);
    }
  }
}
