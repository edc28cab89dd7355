package otus.server.api.spi;

import java.time.InstantSource;

/// The services of the server for a provider, while the provider creates a handler or a filter.
/// Used by the thread that creates it.
public interface ProviderContext {

  /// Returns the values of all declared options: those of the operator, or the defaults.
  ///
  /// @return the validated values
  OptionValues options();

  /// Returns the clock, which handlers use instead of the system's clock so that tests can set it.
  ///
  /// @return the clock
  InstantSource clock();

  /// Reserves memory for a cache or for buffers, for as long as the server runs. All handlers and
  /// filters share 3/8 of the heap; see [ProcessLimits].
  ///
  /// ```java
  /// long bytes = context.reserveMemory(context.options().bytes("cache"));
  /// ```
  ///
  /// @param wanted the number of bytes; [Long#MAX_VALUE] for as many as possible
  /// @return the number of bytes to use: `wanted`, or less if that is more than an eighth of the
  ///     heap or more than half of what earlier reservations have left
  /// @throws IllegalArgumentException if `wanted` is negative
  long reserveMemory(long wanted);

  /// Reserves file descriptors, for as long as the server runs. All handlers and filters share a
  /// quarter of the limit of the process; see [ProcessLimits].
  ///
  /// @param wanted the number of files, sockets or directories that are open at the same time
  /// @return the number to use: `wanted`, or less if that is more than an eighth of the limit or
  ///     more than half of what earlier reservations have left
  /// @throws IllegalArgumentException if `wanted` is negative
  int reserveDescriptors(int wanted);

  /// Returns the registry of the metrics of this handler or filter.
  ///
  /// @return the registry, in which all names are free
  Metrics metrics();

  /// Registers an action that runs once when the server begins to stop, or when a reload has
  /// replaced the handler or filter, while it waits for running requests, for example to end
  /// infinite streams. The action runs on a separate thread and must
  /// not block, because the program may end before the action. Exceptions of the action are logged.
  ///
  /// @param action the action
  void onStop(Runnable action);

  /// Registers an action that runs once after the last request was answered, for example to close a
  /// database. After a reload, the new handler or filter was created before. Actions run in the
  /// reverse order of their registration; their exceptions are logged. The server waits for all of
  /// them together at most for the grace period, or for 2 seconds if that is longer.
  ///
  /// @param action the action
  void onShutdown(Runnable action);
}
