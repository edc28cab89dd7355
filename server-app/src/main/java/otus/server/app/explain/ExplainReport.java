package otus.server.app.explain;

import static java.util.Objects.requireNonNullElse;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import otus.server.api.Answer;
import otus.server.api.Response;
import otus.server.app.config.ExplainRequest;
import otus.server.app.logging.ControlCharacters;
import otus.server.http.DryRun;

/// Formats an answer and its reasons: the status and each header, with the reasons on the right,
/// one per line. Main thread only.
///
/// @param result the answer as it would be sent
/// @param probe the reasons of handlers and filters
public record ExplainReport(DryRun.Result result, ExplainProbe probe) {

  /// Returns all lines.
  public String text(ExplainRequest request) {
    StringBuilder text = new StringBuilder();
    append(text, "GET " + request.target(), List.of(""));
    if (result.head().isEmpty()) {
      append(text, "no answer", List.of("the connection is closed without a response"));
      return text.toString();
    }
    String status = result.head().getFirst().split(" ", 2)[1];
    probe.because(outcome(Integer.parseInt(status.substring(0, 3))));
    Map<String, Set<String>> reasons = probe.reasons();
    append(text, status, requireNonNullElse(reasons.remove(ExplainProbe.ANSWER), Set.of("")));
    for (String header : result.head().subList(1, result.head().size())) {
      String name = header.substring(0, header.indexOf(':'));
      boolean given = probe.settled() instanceof Response r && r.headers().has(name);
      Set<String> other = Set.of(given ? "" : "by the server");
      append(text, "  " + header, requireNonNullElse(reasons.remove(name), other));
    }
    reasons.forEach((name, absent) -> append(text, "  (no " + name + ")", absent));
    return text.toString();
  }

  /// Appends one line for each reason, without the control characters that a file name may contain.
  private static void append(StringBuilder text, String subject, Collection<String> reasons) {
    String left = subject;
    for (String reason : reasons) {
      String line = left + " ".repeat(Math.max(3, 49 - left.length())) + reason;
      text.append(ControlCharacters.escaped(line).stripTrailing()).append('\n');
      left = "";
    }
  }

  /// Returns the reason for a status that handlers and filters did not choose, or an empty text.
  private String outcome(int status) {
    if (!result.refusal().isEmpty()) {
      return "refused before any handler: " + result.refusal();
    }
    return switch (probe.settled()) {
      case Response response when response.status().code() == status -> "";
      case Answer.Pass pass -> "no handler answers";
      case null ->
          switch (status) {
            case 500 -> "a handler or filter failed, see the log";
            case 503 -> "no answer came within --answer-timeout";
            default -> "a handler or filter refuses it";
          };
      default -> "its body failed before the first byte";
    };
  }
}
