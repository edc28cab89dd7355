package otus.server.app.explain;

import otus.server.api.Request;
import otus.server.app.request.RequestWrapper;

/// A request whose answer is explained. Any thread.
///
/// @param request the original request
/// @param log log for the reasons
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
