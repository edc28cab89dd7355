package otus.server.app.explain;

import java.util.ArrayList;
import java.util.List;
import otus.server.api.Answer;
import otus.server.api.Response;
import otus.server.app.config.ExplainRequest;
import otus.server.app.logging.ControlCharacters;
import otus.server.http.DryRun;

/// The text of `--explain`: one line for the status and one for each header field, with the
/// response on the left and the reason on the right. Pure.
///
/// @param result the response of the dry run
/// @param log the reasons of handlers and filters
public record ExplainReport(DryRun.Result result, ExplainLog log) {
  /// Maximum width of the left column; after a longer text the reason begins further to the right.
  private static final int MAX = 46;

  private static final int GAP = 3;

  /// One line, with control characters escaped, since file names can contain terminal sequences.
  private record Line(String left, String right) {
    Line {
      left = ControlCharacters.escaped(left);
      right = ControlCharacters.escaped(right);
    }
  }

  /// Returns the whole text.
  public String text(ExplainRequest explain) {
    List<Line> lines = new ArrayList<>();
    if (result.head().isEmpty()) {
      lines.add(new Line("no answer", "the connection is closed without a response"));
    } else {
      status(lines);
      fields(lines);
    }
    int width = 0;
    for (Line line : lines) {
      if (line.left.length() <= MAX) {
        width = Math.max(width, line.left.length());
      }
    }
    StringBuilder text =
        new StringBuilder("GET " + ControlCharacters.escaped(explain.target()) + "\n");
    for (Line line : lines) {
      String gap = " ".repeat(Math.max(0, width - line.left.length()) + GAP);
      text.append((line.left + gap + line.right).stripTrailing()).append('\n');
    }
    return text.toString();
  }

  private void status(List<Line> lines) {
    String status = result.head().getFirst();
    String left = status.substring(status.indexOf(' ') + 1);
    List<String> why = new ArrayList<>();
    if (!result.refusal().isEmpty()) {
      why.add("refused before any handler: " + result.refusal());
    }
    why.addAll(log.ofAnswer());
    String server = server(code());
    if (!server.isEmpty()) {
      why.add(server);
    }
    for (String each : why) {
      lines.add(new Line(left, each));
      left = "";
    }
    if (why.isEmpty()) {
      lines.add(new Line(left, ""));
    }
  }

  private int code() {
    return Integer.parseInt(result.head().getFirst().split(" ", 3)[1]);
  }

  /// The reason for a status that the server chose, because handlers and filters gave no answer or
  /// their answer could not be sent; empty if they chose it.
  private String server(int code) {
    if (!result.refusal().isEmpty()) {
      return "";
    }
    return switch (log.settled()) {
      case Response response when response.status().code() == code -> "";
      case Answer.Pass pass -> "no handler answers";
      case null -> unsettled(code);
      default -> "its body failed before the first byte";
    };
  }

  private static String unsettled(int code) {
    return switch (code) {
      case 500 -> "a handler or filter failed, see the log";
      case 503 -> "no answer came within --answer-timeout";
      default -> "a handler or filter refuses it";
    };
  }

  private void fields(List<Line> lines) {
    List<String> present = new ArrayList<>();
    for (String field : result.head().subList(1, result.head().size())) {
      String name = field.substring(0, field.indexOf(':'));
      present.add(name);
      lines.add(new Line("  " + field, why(name, field)));
    }
    for (String name : log.fields()) {
      if (present.stream().noneMatch(name::equalsIgnoreCase)) {
        lines.add(new Line("  (no " + name + ")", String.join("; ", log.of(name))));
      }
    }
  }

  private String why(String name, String field) {
    List<String> given = log.of(name);
    if (!given.isEmpty()) {
      return String.join("; ", given);
    }
    return switch (name) {
      case "Server" -> "on every response";
      case "Date" -> "on every response: the time";
      case "Connection" ->
          field.endsWith("close")
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
