package otus.server.api.spi;

import java.time.InstantSource;

/// What the server lends to a provider that makes a handler or a filter.
public interface ProviderContext {

  /// The options, all that are declared and no others: the operator's words or the defaults, each
  /// of its type.
  OptionValues options();

  /// The clock to read instead of the system's, so that tests can set it.
  InstantSource clock();

  /// Registers an action that runs once when the server begins to stop, while it waits for what was
  /// begun. So it is the place to end streams that would go on for ever. It runs on a thread of
  /// its own and must not block: the server waits for it no longer than for requests. One that
  /// throws is logged.
  void onStop(Runnable action);

  /// Registers an action that runs once, after the last request was answered; the server waits for
  /// it as long as for requests. Actions run in the reverse order of their registration; one that
  /// throws is logged.
  void onShutdown(Runnable action);
}
