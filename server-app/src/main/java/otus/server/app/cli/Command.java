package otus.server.app.cli;

import java.nio.file.Path;
import java.util.Optional;
import otus.server.app.config.ExplainRequest;
import otus.server.app.config.ListenAddress;
import otus.server.app.config.Options;
import otus.server.app.config.PluginDirectory;

/// A parsed command line. Each kind has a method that executes it, not a branch of a switch: the
/// compiler checks both for completeness, but a switch over types is linked at run time, at every
/// start.
public sealed interface Command {

  /// Executes this command.
  ///
  /// @return the exit code
  int perform(Commands commands) throws Exception;

  /// Run the server.
  record Serve(Options options) implements Command {
    @Override
    public int perform(Commands commands) throws Exception {
      return commands.serve(options);
    }
  }

  /// Explain the response to a request.
  ///
  /// @param options settings of the server
  /// @param explainRequest the request
  record Explain(Options options, ExplainRequest explainRequest) implements Command {
    @Override
    public int perform(Commands commands) throws Exception {
      return commands.explain(options, explainRequest);
    }
  }

  /// Print the help.
  ///
  /// @param full whether to print the full help, not only one line per flag
  record Help(boolean full) implements Command {
    @Override
    public int perform(Commands commands) {
      return commands.show(full ? HelpText.full() : HelpText.summary());
    }
  }

  /// Print the version.
  record Version() implements Command {
    @Override
    public int perform(Commands commands) {
      return commands.show(VersionText.full() + "\n");
    }
  }

  /// List the providers of the server and of plugins.
  ///
  /// @param plugins directory of plugins
  record ListPlugins(PluginDirectory plugins) implements Command {
    @Override
    public int perform(Commands commands) {
      return commands.list(plugins);
    }
  }

  /// Check whether a plugin can be loaded.
  ///
  /// @param plugin a jar, or a directory of jars
  record CheckPlugin(Path plugin) implements Command {
    @Override
    public int perform(Commands commands) {
      return commands.check(plugin);
    }
  }

  /// Print the settings as a configuration file.
  ///
  /// @param text the file
  record ShowConfig(String text) implements Command {
    @Override
    public int perform(Commands commands) {
      return commands.show(text);
    }
  }

  /// Check whether the server would start.
  ///
  /// @param options settings of the server
  record Check(Options options) implements Command {
    @Override
    public int perform(Commands commands) throws Exception {
      return commands.check(options);
    }
  }

  /// Let a running server reload its settings.
  ///
  /// @param admin the address of its admin listener
  record Reload(ListenAddress admin) implements Command {
    @Override
    public int perform(Commands commands) throws Exception {
      return commands.reload(admin);
    }
  }

  /// Start, stop or ask a server that has a pid file.
  ///
  /// @param verb the word
  /// @param pidFile the path of the pid file, if a setting names it
  record Manage(String verb, Optional<Path> pidFile) implements Command {
    @Override
    public int perform(Commands commands) throws Exception {
      return commands.manage(verb, pidFile);
    }
  }

  /// Train the ahead-of-time cache.
  record Train() implements Command {
    @Override
    public int perform(Commands commands) throws Exception {
      return commands.train();
    }
  }

  /// Report an invalid command line.
  ///
  /// @param message the usage error, one line
  record UsageError(String message) implements Command {
    @Override
    public int perform(Commands commands) {
      return commands.usageError(message);
    }
  }
}
