package otus.server.http.versions;

import java.util.List;

/// A client that speaks one version of HTTP: sends the parts of one request after the other, and
/// reads the responses.
interface Speaker {
  /// Sends the head of a request.
  ///
  /// @param end whether the request ends with the head
  void head(Row row, boolean end);

  /// Sends a part of the content.
  ///
  /// @param end whether the request ends with it
  void content(String part, boolean end);

  /// Sends trailers, names and values in turn, which end the request.
  void trailers(List<String> fields);

  /// Ends the request without a response: resets the connection, or the stream.
  void abort();

  /// Ends the request before its content is complete.
  void cut();

  /// Reads nothing from now on.
  void stopReading();

  /// Returns what was received for the request.
  Received received(Row row);

  /// Sends one more request, and returns whether it is answered.
  boolean isUsable();

  /// Returns whether the connection was closed or shut down.
  boolean isEnded();
}
