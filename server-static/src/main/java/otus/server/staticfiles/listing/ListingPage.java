package otus.server.staticfiles.listing;

import java.util.List;
import otus.server.api.fields.PercentEncoding;

/// A listing as HTML, for people: a page that fetches nothing and is complete without its script.
/// Pure.
///
/// All links are relative, because a handler does not know where it is mounted. The link to an
/// entry is its name, with all but unreserved characters percent-encoded, so that it cannot be
/// taken for a scheme or a host (RFC 3986 §4.2), and the text of the link is just the name; both
/// end with a slash for a directory. Programs that read listings, such as Kodi, httpdirfs and lftp,
/// recognise entries by this.
///
/// @param directory names of the path to the directory; empty for the root
/// @param listing entries of the directory
/// @param archives formats in which the directory can be downloaded, as the query names them
record ListingPage(List<String> directory, Listing listing, List<String> archives) {
  private static final String HEAD =
      """
      <!doctype html>
      <html lang="en">
      <meta charset="utf-8">
      <meta name="viewport" content="width=device-width,initial-scale=1">
      <meta name="color-scheme" content="light dark">
      """;

  /// Copies the lists.
  ListingPage {
    directory = List.copyOf(directory);
    archives = List.copyOf(archives);
  }

  String html() {
    StringBuilder page = new StringBuilder(HEAD).append("<title>Index of /");
    directory.forEach(
        name -> {
          Escapes.html(page, name);
          page.append('/');
        });
    page.append("</title>\n<style>").append(ListingStyle.CSS).append("</style>\n");
    breadcrumbs(page);
    if (listing.entries().isEmpty() && listing.omitted() == 0) {
      return empty(page).append("</html>\n").toString();
    }
    page.append("<main>\n<table>\n<caption>Entries of this directory: directories first, by ");
    page.append(order().key().word);
    page.append(order().descending() ? ", descending" : ", ascending");
    page.append("</caption>\n<col><col><col>\n<thead><tr>");
    for (ListingOrder.Key key : ListingOrder.Key.values()) {
      column(page, key);
    }
    page.append("\n<tbody>\n");
    if (!directory.isEmpty()) {
      page.append(
          "<tr><th scope=\"row\" class=\"u\"><a href=\"../\">Parent directory</a><td><td>\n");
    }
    for (ListingEntry entry : listing.entries()) {
      row(page, entry);
    }
    footer(page.append("</table>\n</main>\n"));
    page.append("<script>").append(ListingScript.JS).append("</script>\n");
    return page.append("</html>\n").toString();
  }

  private ListingOrder order() {
    return listing.query().order();
  }

  private NameFilter filter() {
    return listing.query().filter();
  }

  private StringBuilder empty(StringBuilder page) {
    page.append("<main>\n<p>");
    if (filter().isOn()) {
      page.append("No name contains ");
      quoted(page).append(". ");
      showAll(page);
      page.append(directory.isEmpty() ? "" : "\n<p>");
    } else {
      page.append("This directory is empty.").append(directory.isEmpty() ? "" : " ");
    }
    if (!directory.isEmpty()) {
      page.append("<a href=\"../\">Parent directory</a>");
    }
    return page.append("\n</main>\n");
  }

  /// Appends the text of the filter, isolated from the direction of the text around it.
  private StringBuilder quoted(StringBuilder page) {
    return name(page.append('\u201c'), filter().text()).append('\u201d');
  }

  private void showAll(StringBuilder page) {
    Escapes.html(page.append("<a href=\""), order().query());
    page.append("\">Show all</a>");
  }

  /// Appends the field for the filter, and the buttons for archives. Buttons, because programs that
  /// mirror a site follow each link, and would download each directory several times.
  private void forms(StringBuilder page) {
    if (listing.entries().isEmpty() && !filter().isOn()) {
      return;
    }
    page.append("<form role=\"search\"><input type=\"search\" name=\"filter\" value=\"");
    Escapes.attribute(page, filter().text());
    page.append("\" placeholder=\"Filter\" aria-label=\"Filter by name\" autocomplete=\"off\"");
    page.append(listing.omitted() > 0 ? " data-cut" : "");
    page.append("><input type=\"hidden\" name=\"sort\" value=\"").append(order().key().word);
    page.append("\"><input type=\"hidden\" name=\"order\" value=\"");
    page.append(order().descending() ? "desc" : "asc");
    page.append("\"><button>Filter</button> <output id=\"shown\"></output></form>\n");
    if (!archives.isEmpty()) {
      page.append("<form>Download");
      for (String format : archives) {
        page.append(" <button name=\"archive\" value=\"").append(format).append("\">.");
        page.append(format).append("</button>");
      }
      page.append("</form>\n");
    }
  }

  /// Appends links to the directories above, and the name of this one.
  private void breadcrumbs(StringBuilder page) {
    page.append("<header>\n");
    int depth = directory.size();
    if (depth > 0) {
      page.append("<nav aria-label=\"Parent directories\"><ol>\n");
      for (int i = 0; i < depth; i++) {
        page.append("<li><a href=\"").append("../".repeat(depth - i)).append("\">");
        name(page, i == 0 ? "Home" : directory.get(i - 1)).append("</a></li>\n");
      }
      page.append("</ol></nav>\n");
    }
    name(page.append("<h1>"), depth == 0 ? "Home" : directory.getLast());
    page.append("</h1>\n<div>\n");
    forms(page);
    page.append("</div>\n</header>\n");
  }

  private void column(StringBuilder page, ListingOrder.Key key) {
    ListingOrder order = order();
    boolean current = order.key() == key;
    page.append("\n<th scope=\"col\"");
    if (current) {
      page.append(" aria-sort=\"").append(order.descending() ? "de" : "a").append("scending\"");
    }
    Escapes.html(page.append("><a href=\""), listing.query().select(key));
    page.append("\">");
    page.append(
        switch (key) {
          case NAME -> "Name";
          case SIZE -> "Size";
          case DATE -> "Modified<i> (UTC)</i>";
        });
    if (current) {
      page.append("<span aria-hidden=\"true\"> ");
      page.append(order.descending() ? '\u2193' : '\u2191').append("</span>");
    }
    page.append("</a>");
  }

  private static void row(StringBuilder page, ListingEntry entry) {
    String end = entry.directory() ? "/" : "";
    page.append("<tr><th scope=\"row\"").append(entry.directory() ? " class=\"d\"" : "");
    page.append("><a href=\"").append(PercentEncoding.component(entry.name()));
    // The direction of a name is isolated from that of the text around it.
    Escapes.html(page.append(end).append("\" dir=\"auto\">"), entry.name());
    page.append(end).append("</a><td>");
    if (!entry.directory()) {
      ByteSize size = ByteSize.of(entry.size());
      page.append("<data value=\"").append(entry.size());
      page.append("\" title=\"").append(ByteSize.grouped(entry.size())).append(" bytes\">");
      page.append(size.number()).append("<b>").append(size.unit()).append("</b></data>");
    }
    String time = entry.modified().toString();
    int day = time.indexOf('T');
    // HTML allows a space in place of the T, and Kodi expects it.
    page.append("<td><time datetime=\"").append(time.replace('T', ' ')).append("\">");
    page.append(time, 0, day);
    page.append("<i> ").append(time, day + 1, day + 6).append("</i></time>\n");
  }

  private StringBuilder footer(StringBuilder page) {
    page.append("<footer>\n<p>");
    if (filter().isOn()) {
      quoted(page.append("Names that contain ")).append(": ");
    }
    counted(page, listing.directories(), "directory", "directories").append(", ");
    counted(page, listing.files(), "file", "files")
        .append(", ")
        .append(ByteSize.of(listing.bytes()));
    if (listing.omitted() > 0) {
      page.append(". Shown are the first ").append(ByteSize.grouped(listing.entries().size()));
      page.append(" in this order, and ").append(ByteSize.grouped(listing.omitted()));
      page.append(" more are here");
    }
    page.append('.');
    if (filter().isOn()) {
      showAll(page.append(' '));
    }
    return page.append("\n</footer>\n");
  }

  private static StringBuilder counted(
      StringBuilder page, int number, String singular, String plural) {
    String noun = number == 1 ? singular : plural;
    return page.append(ByteSize.grouped(number)).append(' ').append(noun);
  }

  /// Appends a name, isolated from the direction of the text around it.
  private static StringBuilder name(StringBuilder page, String name) {
    Escapes.html(page.append("<bdi>"), name);
    return page.append("</bdi>");
  }
}
