package otus.server.app.explain;

import otus.server.api.Request;
import otus.server.app.request.RequestWrapper;

/// A request whose answer is to be explained. Any thread.
///
/// @param request as it came
/// @param log what is said of the answer
record ExplainedRequest(Request request, ExplainLog log) implements RequestWrapper {

  @Override
  public boolean isExplained() {
    return true;
  }

  @Override
  public void because(String reason) {
    log.because(reason);
  }

  @Override
  public void because(String field, String reason) {
    log.because(field, reason);
  }
}
