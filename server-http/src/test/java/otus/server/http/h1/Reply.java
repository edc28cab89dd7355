package otus.server.http.h1;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// A response as the client receives it; a malformed one fails the test.
public record Reply(
    int status, Map<String, String> fields, String body, Map<String, String> trailers) {

  public String field(String name) {
    return fields.get(name);
  }

  /// Splits the bytes of one connection into responses. No response to HEAD may be among them.
  ///
  /// @param ended whether the connection has ended
  public static List<Reply> parse(String text, boolean ended) {
    List<Reply> replies = new ArrayList<>();
    Cursor cursor = new Cursor(text);
    while (!cursor.atEnd()) {
      replies.add(next(cursor, ended));
    }
    return replies;
  }

  /// Parses one head without a body, and asserts that no bytes follow it.
  public static Reply parseHead(String text) {
    Cursor cursor = new Cursor(text);
    Reply reply = new Reply(status(cursor.line()), fields(cursor), "", Map.of());
    if (!cursor.atEnd()) {
      throw new AssertionError("more than a head: " + text);
    }
    return reply;
  }

  private static Reply next(Cursor cursor, boolean ended) {
    int status = status(cursor.line());
    Map<String, String> fields = fields(cursor);
    if (status < 200 || status == 204 || status == 304) {
      return new Reply(status, fields, "", Map.of());
    }
    if ("chunked".equals(fields.get("Transfer-Encoding"))) {
      StringBuilder body = new StringBuilder();
      for (int size = size(cursor); size > 0; size = size(cursor)) {
        body.append(cursor.take(size));
        if (!cursor.line().isEmpty()) {
          throw new AssertionError("no line end behind a chunk");
        }
      }
      return new Reply(status, fields, body.toString(), fields(cursor));
    }
    String length = fields.get("Content-Length");
    if (length != null) {
      return new Reply(status, fields, cursor.take(Integer.parseInt(length)), Map.of());
    }
    if (!ended) {
      throw new AssertionError("a response without an end");
    }
    return new Reply(status, fields, cursor.rest(), Map.of());
  }

  private static int size(Cursor cursor) {
    return Integer.parseInt(cursor.line(), 16);
  }

  private static int status(String line) {
    if (!line.matches("HTTP/1\\.1 [1-5][0-9][0-9] .*")) {
      throw new AssertionError("no status line: " + line);
    }
    return Integer.parseInt(line.substring(9, 12));
  }

  private static Map<String, String> fields(Cursor cursor) {
    Map<String, String> fields = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    for (String line = cursor.line(); !line.isEmpty(); line = cursor.line()) {
      int colon = line.indexOf(": ");
      if (colon < 1 || fields.put(line.substring(0, colon), line.substring(colon + 2)) != null) {
        throw new AssertionError("malformed, or there twice: " + line);
      }
    }
    return fields;
  }

  private static final class Cursor {
    private final String text;
    private int place;

    public Cursor(String text) {
      this.text = text;
    }

    public boolean atEnd() {
      return place == text.length();
    }

    public String line() {
      int end = text.indexOf("\r\n", place);
      if (end < 0) {
        throw new AssertionError("a line without an end: " + rest());
      }
      String line = text.substring(place, end);
      place = end + 2;
      return line;
    }

    public String take(int length) {
      if (place + length > text.length()) {
        throw new AssertionError("cut short: " + rest().length() + " of " + length);
      }
      place += length;
      return text.substring(place - length, place);
    }

    public String rest() {
      String rest = text.substring(place);
      place = text.length();
      return rest;
    }
  }
}
