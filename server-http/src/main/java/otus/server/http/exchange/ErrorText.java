package otus.server.http.exchange;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import otus.server.http.syntax.ReasonPhrases;

/// Writes an error as JSON and text. The detail may contain input of the client, so each format
/// escapes it. Pure.
final class ErrorText {
  private static final char REPLACEMENT = '\ufffd';

  private ErrorText() {}

  /// Returns a problem in JSON (RFC 9457 §3).
  ///
  /// @param detail the message, or empty if there is none
  /// @param members further members, or those in place of `type` and `title`
  static String json(int code, String detail, Map<String, Object> members) {
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("type", "about:blank");
    String title = ReasonPhrases.of(code);
    if (!title.isEmpty()) {
      all.put("title", title);
    }
    all.put("status", code);
    if (!detail.isEmpty()) {
      all.put("detail", detail);
    }
    all.putAll(members);
    StringBuilder json = new StringBuilder("{");
    for (Map.Entry<String, Object> member : all.entrySet()) {
      json.append(json.length() == 1 ? "" : ",").append(quoted(member.getKey())).append(':');
      value(member.getValue(), json);
    }
    return json.append("}\n").toString();
  }

  private static void value(Object value, StringBuilder json) {
    if (value instanceof List<?> list) {
      String separator = "[";
      for (Object each : list) {
        value(each, json.append(separator));
        separator = ",";
      }
      json.append(list.isEmpty() ? "[]" : "]");
    } else {
      json.append(value instanceof String text ? quoted(text) : value.toString());
    }
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
