package otus.server.app;

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
