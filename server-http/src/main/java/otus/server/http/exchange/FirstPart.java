package otus.server.http.exchange;

import java.util.List;
import otus.server.api.Body;

/// The part of a body that is sent first. Pure.
final class FirstPart {

  private FirstPart() {}

  /// Returns the first part of a sequence, at any depth, or the body itself.
  static Body of(Body body) {
    Body first = body;
    while (first instanceof Body.Sequence(List<Body> parts) && !parts.isEmpty()) {
      first = parts.getFirst();
    }
    return first;
  }
}
