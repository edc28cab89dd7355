package otus.server.app.explain;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import otus.server.api.Answer;

/// What handlers and filters say of the answer to one request that is explained. Filled from any
/// thread, under its own lock; read when the answer is settled.
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

  /// Notes what handlers and filters answered in the end: a response, or a pass.
  synchronized void settled(Answer answer) {
    settled = answer;
  }

  /// What they answered; null if they failed, refused, or took too long.
  synchronized @Nullable Answer settled() {
    return settled;
  }

  /// The reasons for the answer, in the order given.
  synchronized List<String> ofAnswer() {
    return List.copyOf(answer);
  }

  /// The reasons for a field, in the order given; empty if there is none.
  synchronized List<String> of(String field) {
    return List.copyOf(fields.getOrDefault(field, List.of()));
  }

  /// The names of the fields for which there is a reason, sorted.
  synchronized List<String> fields() {
    return List.copyOf(fields.keySet());
  }
}
