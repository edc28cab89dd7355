package otus.server.http.exchange;

import org.jspecify.annotations.Nullable;
import otus.server.http.config.RequestSettings;

/// The settings of the requests that began in one period, and the number of those that have not
/// ended. Each loop has its own one for each period. Owned by [LoopContext], confined to its loop.
final class Generation {
  private final RequestSettings settings;
  private int running;
  private @Nullable Runnable onUnused;

  Generation(RequestSettings settings) {
    this.settings = settings;
  }

  RequestSettings settings() {
    return settings;
  }

  /// A request begins.
  void enter() {
    running++;
  }

  /// A request has ended.
  void leave() {
    running--;
    check();
  }

  /// No request begins any more.
  ///
  /// @param action called once, when the last request has ended
  void retire(Runnable action) {
    onUnused = action;
    check();
  }

  private void check() {
    Runnable action = onUnused;
    if (action != null && running == 0) {
      onUnused = null;
      action.run();
    }
  }
}
