package guestbook;

import java.time.temporal.ChronoUnit;
import java.util.List;

/// The page in HTML. Pure.
final class Page {
  private Page() {}

  static String of(String title, List<Entry> entries) {
    StringBuilder articles = new StringBuilder();
    for (Entry entry : entries) {
      articles.append(article(entry));
    }
    // A form without an action is sent to the URL of its page, for any mount.
    return """
    <!doctype html>
    <html lang="en">
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="color-scheme" content="light dark">
    <title>%1$s</title>
    <style>
      body { font: 1.1rem/1.5 system-ui, sans-serif; max-width: 40rem; margin: 2rem auto; padding: 0 1rem }
      label, article { display: block; margin: 1rem 0 }
      input, textarea { display: block; width: 100%%; box-sizing: border-box; font: inherit }
      p { white-space: pre-line; overflow-wrap: anywhere; margin: 0 }
    </style>
    <h1>%1$s</h1>
    <form method="post">
      <label>Name <input name="name" required maxlength="%2$d"></label>
      <label>Text <textarea name="text" required maxlength="%3$d" rows="4"></textarea></label>
      <button>Sign</button>
    </form>
    %4$s</html>
    """
        .formatted(escaped(title), Entry.MAX_NAME, Entry.MAX_TEXT, articles);
  }

  private static String article(Entry entry) {
    return """
    <article><strong>%s</strong>, <time>%s</time><p>%s</p></article>
    """
        .formatted(
            escaped(entry.name()),
            entry.written().truncatedTo(ChronoUnit.SECONDS),
            escaped(entry.text()));
  }

  /// Escapes a text for elements and quoted attributes. The ampersand is first, since the other
  /// replacements contain ampersands.
  static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("'", "&#39;");
  }
}
