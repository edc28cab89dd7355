package otus.server.app.explain;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import otus.server.api.Answer;

/// The reasons that handlers and filters give for their answer to an explained request. One per
/// request. Any thread, with a lock; read when the answer is settled.
public final class ExplainLog {
  private final List<String> answer = new ArrayList<>();
  private final Map<String, List<String>> fields = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
  private @Nullable Answer settled;

  /// Adds a reason for the answer.
  synchronized void because(String reason) {
    if (!answer.contains(reason)) {
      answer.add(reason);
    }
  }

  /// Adds a reason for a field.
  synchronized void because(String field, String reason) {
    List<String> log = fields.computeIfAbsent(field, _ -> new ArrayList<>());
    if (!log.contains(reason)) {
      log.add(reason);
    }
  }

  /// Sets the final answer of handlers and filters: a response, or a pass.
  synchronized void settled(Answer answer) {
    settled = answer;
  }

  /// The final answer of handlers and filters; null if they failed, refused, or took too long.
  synchronized @Nullable Answer settled() {
    return settled;
  }

  /// The reasons for the answer, in the order given.
  synchronized List<String> ofAnswer() {
    return List.copyOf(answer);
  }

  /// The reasons for a field, in the order given, or an empty list.
  synchronized List<String> of(String field) {
    return List.copyOf(fields.getOrDefault(field, List.of()));
  }

  /// The names of the fields for which there is a reason, sorted.
  synchronized List<String> fields() {
    return List.copyOf(fields.keySet());
  }
}
