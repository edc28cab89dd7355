package otus.server.api.spi;

import java.time.InstantSource;

/// What the server lends to a provider that makes a handler or a filter.
public interface ProviderContext {

  /// The options, all that are declared and no others: the operator's words or the defaults, each
  /// of its type.
  OptionValues options();

  /// The clock to read instead of the system's, so that tests can set it.
  InstantSource clock();

  /// Registers an action that runs once, on the main thread, when the server begins to stop: what
  /// was begun has the grace period to finish. For responses that would not end by themselves, such
  /// as streams of events; it must not wait for them. Requests may still come. In the reverse order
  /// of their registration; what one throws is logged.
  void onStopping(Runnable action);

  /// Registers an action that runs once, on the main thread, after the last request was answered.
  /// Actions run in the reverse order of their registration; one that throws is logged.
  void onShutdown(Runnable action);
}
