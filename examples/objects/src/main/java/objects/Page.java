package objects;

import java.nio.charset.StandardCharsets;
import otus.server.api.fields.PercentEncoding;

/// The page for a prefix. Pure.
final class Page {
  private Page() {}

  /// Returns the page as HTML, with relative links.
  ///
  /// @param prefix the prefix of all keys of the listing
  static String of(String prefix, Listing listing) {
    StringBuilder html = new StringBuilder();
    String title = escaped("/" + prefix);
    html.append("<!DOCTYPE html>\n<html lang=en><meta charset=utf-8>");
    html.append("<meta name=viewport content='width=device-width'>");
    html.append("<meta name=color-scheme content='light dark'>\n<title>").append(title);
    html.append("</title>\n<h1>").append(title).append("</h1>\n<ul>\n");
    for (String name : listing.prefixes()) {
      add(name.substring(prefix.length()), "", html);
    }
    for (Listing.Entry entry : listing.entries()) {
      String name = entry.key().substring(prefix.length());
      if (!name.isEmpty()) { // some programs create an empty object for a directory
        add(name, " " + entry.size() + " bytes, " + entry.modified(), html);
      }
    }
    html.append("</ul>\n");
    if (!listing.next().isEmpty()) {
      String after = PercentEncoding.component(listing.next());
      html.append("<p><a href='?after=").append(after).append("'>more</a>\n");
    }
    return html.toString();
  }

  private static void add(String name, String more, StringBuilder html) {
    String directory = name.endsWith("/") ? "/" : "";
    String segment = name.substring(0, name.length() - directory.length());
    html.append("<li><a href='./").append(PercentEncoding.component(segment)).append(directory);
    html.append("'>").append(escaped(name)).append("</a>").append(escaped(more)).append('\n');
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace("'", "&#39;");
  }

  /// Returns whether a key can be sent to the store, which is not so for paths that are not UTF-8.
  static boolean isKey(String key) {
    return StandardCharsets.UTF_8.newEncoder().canEncode(key);
  }
}
