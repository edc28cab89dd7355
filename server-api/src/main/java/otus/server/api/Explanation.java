package otus.server.api;

/// Receives the reasons of an answer, for the operator who asks for them with `--explain`.
///
/// Implemented by the server; a handler or filter gets it from [Request#explanation]. While the
/// server serves clients, it is [#OFF]. Any thread may call the methods until the answer is
/// settled. The answer must not depend on it, and reasons are never sent to the client.
public interface Explanation {

  /// Ignores all reasons.
  Explanation OFF =
      new Explanation() {
        @Override
        public boolean isOn() {
          return false;
        }

        @Override
        public void because(String reason) {}

        @Override
        public void because(String header, String reason) {}
      };

  /// Returns whether reasons are recorded. A handler computes information that is needed only for a
  /// reason only if this is true.
  ///
  /// @return whether [#because] has an effect
  boolean isOn();

  /// Records a reason of the answer, such as "there is no index.html in the directory". Reasons are
  /// reported in the order of the calls.
  ///
  /// @param reason a short sentence
  void because(String reason);

  /// Records a reason for the presence, value, or absence of a header of the answer.
  ///
  /// @param header the name of the header
  /// @param reason a short sentence
  void because(String header, String reason);
}
