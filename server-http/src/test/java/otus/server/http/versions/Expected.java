package otus.server.http.versions;

import java.util.ArrayList;
import java.util.List;
import otus.server.http.h2.codec.ErrorCode;
import otus.server.http.monitor.ExchangeRecord.End;

/// The expected result of a row, of both versions or of one of them.
final class Expected {
  /// The state of the connection after the exchange.
  enum After {
    /// It serves the next request.
    USABLE,
    /// It has ended after the complete response.
    ENDED,
    /// It has ended without the complete response.
    BROKEN
  }

  /// The status; 0 if there is no response.
  int status = 200;

  /// The status in the record.
  int recorded = 200;

  List<Integer> interim = List.of();
  final List<String> headers = new ArrayList<>();
  String body;
  List<String> trailers = List.of();
  boolean complete = true;
  ErrorCode reset;

  /// Maximum number of bytes of the body that count as sent, but wait in the output.
  int held;

  After after = After.USABLE;
  End end = End.COMPLETE;

  /// The request line of the record without its version; null if it is not checked.
  String line;

  Expected copy() {
    Expected copy = new Expected();
    copy.status = status;
    copy.recorded = recorded;
    copy.interim = interim;
    copy.headers.addAll(headers);
    copy.body = body;
    copy.trailers = trailers;
    copy.complete = complete;
    copy.reset = reset;
    copy.held = held;
    copy.after = after;
    copy.end = end;
    copy.line = line;
    return copy;
  }

  Expected ended() {
    after = After.ENDED;
    return this;
  }

  Expected broken() {
    after = After.BROKEN;
    return this;
  }

  Expected usable() {
    after = After.USABLE;
    return this;
  }

  /// The stream is reset; a response that has begun stays incomplete.
  Expected reset(ErrorCode code) {
    reset = code;
    after = After.USABLE;
    return this;
  }

  /// There is no response, and the stream is reset.
  Expected onlyReset(ErrorCode code) {
    status = 0;
    complete = false;
    body = "";
    headers.clear();
    return reset(code);
  }

  Expected status(int code, End how) {
    status = code;
    recorded = code;
    end = how;
    return this;
  }

  Expected body(String text) {
    body = text;
    return this;
  }
}
