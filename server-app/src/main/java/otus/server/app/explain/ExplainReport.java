package otus.server.app.explain;

import java.util.ArrayList;
import java.util.List;
import otus.server.api.Answer;
import otus.server.api.Response;
import otus.server.app.config.ExplainRequest;
import otus.server.app.logging.ControlCharacters;
import otus.server.http.DryRun;

/// Formats an answer and its reasons: a line for the status and one for each header, with the
/// reason on the right. Pure.
///
/// @param result the answer as it would be sent
/// @param log the reasons
public record ExplainReport(DryRun.Result result, ExplainLog log) {
  /// Maximum width of the left column; the reason of a wider line begins further to the right.
  private static final int MAX = 46;

  private static final int GAP = 3;

  /// One line, without control characters, which the name of a file may contain.
  private record Line(String left, String right) {
    Line {
      left = ControlCharacters.escaped(left);
      right = ControlCharacters.escaped(right);
    }
  }

  /// Returns all lines.
  public String text(ExplainRequest request) {
    List<Line> lines = result.head().isEmpty() ? List.of(CLOSED) : lines();
    int width =
        lines.stream().mapToInt(line -> line.left.length()).filter(n -> n <= MAX).max().orElse(0);
    StringBuilder text =
        new StringBuilder("GET " + ControlCharacters.escaped(request.target()) + "\n");
    for (Line line : lines) {
      String gap = " ".repeat(Math.max(0, width - line.left.length()) + GAP);
      text.append((line.left + gap + line.right).stripTrailing()).append('\n');
    }
    return text.toString();
  }

  private static final Line CLOSED =
      new Line("no answer", "the connection is closed without a response");

  private List<Line> lines() {
    String[] status = result.head().getFirst().split(" ", 2);
    List<Line> lines = new ArrayList<>();
    for (String reason : reasons(Integer.parseInt(status[1].substring(0, 3)))) {
      lines.add(new Line(lines.isEmpty() ? status[1] : "", reason));
    }
    List<String> absent = new ArrayList<>(log.headers());
    for (String header : result.head().subList(1, result.head().size())) {
      String name = header.substring(0, header.indexOf(':'));
      absent.removeIf(name::equalsIgnoreCase);
      List<String> given = log.of(name);
      lines.add(
          new Line("  " + header, given.isEmpty() ? byServer(header) : String.join("; ", given)));
    }
    for (String name : absent) {
      lines.add(new Line("  (no " + name + ")", String.join("; ", log.of(name))));
    }
    return lines;
  }

  /// Returns the reasons for the status, at least one text.
  private List<String> reasons(int code) {
    if (!result.refusal().isEmpty()) {
      return List.of("refused before any handler: " + result.refusal());
    }
    List<String> reasons = new ArrayList<>(log.ofAnswer());
    switch (log.settled()) {
      case Response response when response.status().code() == code -> {}
      case Answer.Pass pass -> reasons.add("no handler answers");
      case null -> reasons.add(unsettled(code));
      default -> reasons.add("its body failed before the first byte");
    }
    return reasons.isEmpty() ? List.of("") : reasons;
  }

  private static String unsettled(int code) {
    return switch (code) {
      case 500 -> "a handler or filter failed, see the log";
      case 503 -> "no answer came within --answer-timeout";
      default -> "a handler or filter refuses it";
    };
  }

  /// Returns the reason for a header for which no handler or filter gives one.
  private String byServer(String header) {
    String name = header.substring(0, header.indexOf(':'));
    return switch (name) {
      case "Server" -> "on every response";
      case "Date" -> "on every response: the time";
      case "Connection" ->
          header.endsWith("close")
              ? "the connection is closed after this response"
              : "the client did not ask to close it";
      case "Content-Length" -> "the size of the body";
      case "Transfer-Encoding" -> "the size is not known in advance";
      default ->
          log.settled() instanceof Response response && response.headers().has(name)
              ? "from a handler or filter without a reason"
              : "from the built-in page, because the response had no body";
    };
  }
}
