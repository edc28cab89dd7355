package otus.server.app.explain;

import otus.server.api.Request;
import otus.server.app.request.Wrapped;

/// A request whose answer is to be explained. Any thread.
///
/// @param request as it came
/// @param reasons what is said of the answer
record Explained(Request request, Reasons reasons) implements Wrapped {

  @Override
  public boolean isExplained() {
    return true;
  }

  @Override
  public void because(String reason) {
    reasons.because(reason);
  }

  @Override
  public void because(String field, String reason) {
    reasons.because(field, reason);
  }
}
