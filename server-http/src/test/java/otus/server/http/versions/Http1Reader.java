package otus.server.http.versions;

import java.util.List;

/// Reads one response of HTTP/1.1 and those of interim statuses before it, complete or not.
final class Http1Reader {
  private final String text;
  private int place;

  Http1Reader(String text) {
    this.text = text;
  }

  Received read(String method) {
    Received received = new Received();
    while (received.status == 0 && text.indexOf("\r\n\r\n", place) >= 0) {
      int status = Integer.parseInt(line().substring(9, 12));
      if (status < 200) {
        received.interim.add(status);
        line();
      } else {
        received.status = status;
        fields(received.headers);
      }
    }
    if (received.status != 0) {
      int begin = place;
      body(method, received);
      received.counted = place - begin;
    }
    return received;
  }

  private void body(String method, Received received) {
    boolean chunked = received.headers.contains("transfer-encoding: chunked");
    int status = received.status;
    if (method.equals("HEAD") || status == 204 || status == 304) {
      received.complete = true;
    } else if (chunked) {
      chunks(received);
    } else {
      int length = length(received.headers);
      take(length, received);
      received.complete = received.body.length() == length;
    }
  }

  private static int length(List<String> headers) {
    for (String each : headers) {
      if (each.startsWith("content-length: ")) {
        return Integer.parseInt(each.substring(16));
      }
    }
    throw new AssertionError("a response without an end: " + headers);
  }

  private void chunks(Received received) {
    while (text.indexOf("\r\n", place) >= 0) {
      int size = Integer.parseInt(line(), 16);
      if (size == 0) {
        fields(received.trailers);
        received.complete = true;
        return;
      }
      take(size, received);
      if (place < text.length()) {
        line();
      }
    }
  }

  private void take(int length, Received received) {
    int end = Math.min(text.length(), place + length);
    received.body.append(text, place, end);
    place = end;
  }

  private void fields(List<String> target) {
    for (String line = line(); !line.isEmpty(); line = line()) {
      int colon = line.indexOf(": ");
      target.add(Received.field(line.substring(0, colon), line.substring(colon + 2)));
    }
  }

  private String line() {
    int end = text.indexOf("\r\n", place);
    String line = text.substring(place, end);
    place = end + 2;
    return line;
  }
}
