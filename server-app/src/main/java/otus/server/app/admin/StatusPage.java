package otus.server.app.admin;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The HTML of the status page: a template whose style and script are constant, so that the
/// Content-Security-Policy names their hashes and forbids everything else. Immutable.
final class StatusPage {
  private static final Pattern PLACE = Pattern.compile("\\{\\{(\\w+)}}");

  private final String template;
  private final String policy;

  private StatusPage(String template) {
    this.template = template;
    // No image, frame or request to another host; the icon is the empty data URL.
    policy =
        "default-src 'none'; connect-src 'self'; img-src data:; base-uri 'none';"
            + " form-action 'none'; frame-ancestors 'none'; style-src "
            + hash("style")
            + "; script-src "
            + hash("script");
  }

  /// Reads the template.
  static StatusPage read() {
    try (InputStream in = StatusPage.class.getResourceAsStream("status.html")) {
      if (in == null) {
        throw new IllegalStateException("no template of the status page");
      }
      return new StatusPage(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Returns the value of Content-Security-Policy.
  String policy() {
    return policy;
  }

  /// Returns the page with the present values, for browsers without scripts, too.
  String html(StatusView view) {
    Matcher matcher = PLACE.matcher(template);
    StringBuilder page = new StringBuilder();
    while (matcher.find()) {
      String value =
          switch (matcher.group(1)) {
            case "slowrows" -> rows(view.slow());
            case "failedrows" -> rows(view.failed());
            default -> escaped(text(view.texts(), matcher.group(1)));
          };
      matcher.appendReplacement(page, Matcher.quoteReplacement(value));
    }
    return matcher.appendTail(page).toString();
  }

  private static String text(Map<String, String> texts, String key) {
    String text = texts.get(key);
    if (text == null) {
      throw new IllegalStateException("unknown key in the template: " + key);
    }
    return text;
  }

  private static String rows(List<List<String>> rows) {
    StringBuilder html = new StringBuilder();
    for (List<String> row : rows) {
      html.append("<tr>");
      row.forEach(cell -> html.append("<td>").append(escaped(cell)).append("</td>"));
      html.append("</tr>");
    }
    return html.toString();
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }

  /// Returns the source expression for the text of an element, as CSP 3 §2.3.1 defines it.
  private String hash(String element) {
    int begin = template.indexOf("<" + element + ">") + element.length() + 2;
    String text = template.substring(begin, template.indexOf("</" + element + ">", begin));
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      byte[] bytes = digest.digest(text.getBytes(StandardCharsets.UTF_8));
      return "'sha256-" + Base64.getEncoder().encodeToString(bytes) + "'";
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // each implementation of Java has SHA-256
    }
  }
}
