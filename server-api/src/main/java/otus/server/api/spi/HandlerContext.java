package otus.server.api.spi;

import java.time.InstantSource;
import java.util.Map;

/// What the server lends to a handler that is being made.
public interface HandlerContext {

  /// The options by name, all that are declared and no others; unmodifiable. They are the
  /// operator's words or the defaults; what they mean is checked in [HandlerProvider#create].
  Map<String, String> options();

  /// The clock a handler reads instead of the system's, so that tests can set it.
  InstantSource clock();

  /// Registers an action that runs once, on the main thread, after the last request was answered.
  /// Actions run in the reverse order of their registration; one that throws is logged.
  void onShutdown(Runnable action);
}
