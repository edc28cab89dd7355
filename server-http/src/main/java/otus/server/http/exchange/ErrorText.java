package otus.server.http.exchange;

/// Writes an error as JSON and text. The detail may contain input of the client, so each format
/// escapes it. Pure.
final class ErrorText {
  private static final char REPLACEMENT = '\ufffd';

  private ErrorText() {}

  /// Returns a problem in JSON (RFC 9457 §3).
  ///
  /// @param title the phrase of the status, or empty if it has none
  static String json(int code, String title, String detail) {
    StringBuilder json = new StringBuilder("{\"type\":\"about:blank\"");
    if (!title.isEmpty()) {
      json.append(",\"title\":").append(quoted(title));
    }
    json.append(",\"status\":").append(code);
    if (!detail.isEmpty()) {
      json.append(",\"detail\":").append(quoted(detail));
    }
    return json.append("}\n").toString();
  }

  /// Returns plain text.
  static String plain(String title, String detail) {
    return detail.isEmpty() ? title + '\n' : title + '\n' + withoutControls(detail) + '\n';
  }

  /// Returns the text without characters that control a terminal, where clients such as curl print
  /// it.
  static String withoutControls(String text) {
    StringBuilder clean = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      clean.append(Character.isISOControl(c) && c != '\n' && c != '\t' ? REPLACEMENT : c);
    }
    return clean.toString();
  }

  /// Returns a string of JSON (RFC 8259 §7).
  private static String quoted(String text) {
    StringBuilder json = new StringBuilder("\"");
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        json.append('\\').append(c);
      } else if (Character.isISOControl(c)) {
        json.append(c < 0x10 ? "\\u000" : "\\u00").append(Integer.toHexString(c));
      } else {
        json.append(c);
      }
    }
    return json.append('"').toString();
  }
}
