package otus.server.app.explain;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import otus.server.api.Answer;
import otus.server.api.Explanation;

/// The reasons that handlers and filters give for one answer. Filled by any thread, under its own
/// lock; read when the answer is settled.
public final class ExplainLog implements Explanation {
  private static final String ANSWER = "";

  /// Reasons by header, in the order of the calls.
  private final Map<String, Set<String>> reasons = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

  private @Nullable Answer settled;

  @Override
  public boolean isOn() {
    return true;
  }

  @Override
  public void because(String reason) {
    because(ANSWER, reason);
  }

  @Override
  public synchronized void because(String header, String reason) {
    if (!reason.isEmpty()) {
      reasons.computeIfAbsent(header, _ -> new LinkedHashSet<>()).add(reason);
    }
  }

  /// Records the answer of handlers and filters: a response, or a pass.
  synchronized void settled(Answer answer) {
    settled = answer;
  }

  /// Returns this answer, or null if they failed, refused, or took too long.
  synchronized @Nullable Answer settled() {
    return settled;
  }

  /// Returns the reasons for the answer.
  List<String> ofAnswer() {
    return of(ANSWER);
  }

  /// Returns the reasons for a header; empty if there are none.
  synchronized List<String> of(String header) {
    return List.copyOf(reasons.getOrDefault(header, Set.of()));
  }

  /// Returns the names of the headers with reasons, sorted.
  synchronized List<String> headers() {
    return reasons.keySet().stream().filter(name -> !name.equals(ANSWER)).toList();
  }
}
