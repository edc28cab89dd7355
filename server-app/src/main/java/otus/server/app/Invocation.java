package otus.server.app;

import java.nio.file.Path;

/// What the command line asks for. Each kind does itself, which the compiler checks as it would a
/// switch; but a switch over types is put together at run time, and at every start anew.
sealed interface Invocation {

  /// Does it.
  ///
  /// @return the exit code
  int perform(Program program) throws Exception;

  /// Serve.
  record Run(Options options) implements Invocation {
    @Override
    public int perform(Program program) throws Exception {
      return program.serve(options);
    }
  }

  /// Say why a request would be answered as it would.
  ///
  /// @param options how it would be served
  /// @param inquiry the request
  record Explain(Options options, Inquiry inquiry) implements Invocation {
    @Override
    public int perform(Program program) throws Exception {
      return program.explain(options, inquiry);
    }
  }

  /// Explain the flags.
  ///
  /// @param full everything, rather than a line for each flag
  record Help(boolean full) implements Invocation {
    @Override
    public int perform(Program program) {
      return program.show(full ? HelpText.full() : HelpText.summary());
    }
  }

  /// Say which version this is.
  record Version() implements Invocation {
    @Override
    public int perform(Program program) {
      return program.show(VersionText.full() + "\n");
    }
  }

  /// List the providers there are.
  ///
  /// @param plugins where plugins lie
  record ListPlugins(PluginFolder plugins) implements Invocation {
    @Override
    public int perform(Program program) {
      return program.list(plugins);
    }
  }

  /// Say whether a plugin would load.
  ///
  /// @param plugin a jar, or a folder of jars
  record CheckPlugin(Path plugin) implements Invocation {
    @Override
    public int perform(Program program) {
      return program.check(plugin);
    }
  }

  /// Serve oneself for a moment, see [Training].
  record Train() implements Invocation {
    @Override
    public int perform(Program program) throws Exception {
      return Training.run(program);
    }
  }

  /// Nothing that can be done.
  ///
  /// @param message what is wrong, in one line
  record Fault(String message) implements Invocation {
    @Override
    public int perform(Program program) {
      return program.mistaken(message);
    }
  }
}
