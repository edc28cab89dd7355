package otus.server.app.explain;

import java.util.ArrayList;
import java.util.List;
import otus.server.api.Answer;
import otus.server.api.Response;
import otus.server.app.config.ExplainRequest;
import otus.server.app.logging.ControlCharacters;
import otus.server.http.DryRun;

/// Says in words what is answered, and why: a line for the status and one for each field, what is
/// sent on the left and the reason on the right. Pure.
///
/// @param told the answer as it would be sent
/// @param log what handlers and filters say of it
public record ExplainReport(DryRun.Result told, ExplainLog log) {
  /// How wide what is sent may be before its reason begins further to the right.
  private static final int MAX = 46;

  private static final int GAP = 3;

  /// One line. A name of a file can have anything in it, also what a terminal obeys.
  private record Line(String left, String right) {
    Line {
      left = ControlCharacters.escaped(left);
      right = ControlCharacters.escaped(right);
    }
  }

  /// The whole of it.
  public String text(ExplainRequest explain) {
    List<Line> lines = new ArrayList<>();
    if (told.head().isEmpty()) {
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
    String status = told.head().getFirst();
    String left = status.substring(status.indexOf(' ') + 1);
    List<String> why = new ArrayList<>();
    if (!told.refusal().isEmpty()) {
      why.add("refused before any handler: " + told.refusal());
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
    return Integer.parseInt(told.head().getFirst().split(" ", 3)[1]);
  }

  /// What the server made of it that handlers and filters did not, or left without an answer.
  private String server(int code) {
    if (!told.refusal().isEmpty()) {
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
    List<String> there = new ArrayList<>();
    for (String field : told.head().subList(1, told.head().size())) {
      String name = field.substring(0, field.indexOf(':'));
      there.add(name);
      lines.add(new Line("  " + field, why(name, field)));
    }
    for (String name : log.fields()) {
      if (there.stream().noneMatch(name::equalsIgnoreCase)) {
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
