package otus.server.api.routing;

import java.util.Comparator;
import otus.server.api.Handler;
import otus.server.api.Method;

/// A handler for one method and the paths of one pattern. Owned by [Routes]; any thread.
record Route(Method method, PathPattern pattern, Handler handler) {

  /// Of two patterns that match a common path, the more specific one precedes.
  static final Comparator<Route> MOST_SPECIFIC_FIRST = Comparator.comparing(Route::pattern);

  /// Checks that at most one of two routes answers a request, or that one is more specific.
  ///
  /// @throws IllegalArgumentException if this is not so
  void requireOrder(Route other) {
    if (!method.equals(other.method)) {
      return;
    }
    boolean isWithin = pattern.isWithin(other.pattern);
    boolean hasWithin = other.pattern.isWithin(pattern);
    if (isWithin && hasWithin) {
      throw new IllegalArgumentException(
          "the routes " + other + " and " + this + " match the same paths: remove one of them");
    }
    String common = isWithin || hasWithin ? null : pattern.commonPath(other.pattern);
    if (common != null) {
      throw new IllegalArgumentException(
          ("the routes " + other + " and " + this + " both match " + common)
              + ", and neither is more specific: change one of them");
    }
  }

  @Override
  public String toString() {
    return method.name() + " " + pattern;
  }
}
