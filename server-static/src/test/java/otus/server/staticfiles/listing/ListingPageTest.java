package otus.server.staticfiles.listing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ListingPageTest {
  private static final Instant TIME = Instant.parse("2024-01-02T03:04:05Z");

  private static Listing listing(String query, int max, ListingEntry... entries) {
    TopEntries shortlist = new TopEntries(ListingQuery.of(query), max);
    List.of(entries).forEach(shortlist::add);
    return shortlist.listing();
  }

  private static String page(List<String> directory, ListingEntry... entries) {
    return new ListingPage(directory, listing(null, 100, entries), List.of()).html();
  }

  private static String page(String query, int max, ListingEntry... entries) {
    return new ListingPage(List.of(), listing(query, max, entries), List.of()).html();
  }

  private static ListingEntry file(String name, long size) {
    return new ListingEntry(name, false, size, TIME);
  }

  private static ListingEntry directory(String name) {
    return new ListingEntry(name, true, 0, TIME);
  }

  private static List<String> all(String pattern, String page) {
    return Pattern.compile(pattern).matcher(page).results().map(r -> r.group(1)).toList();
  }

  @Test
  void row_has_name_size_and_time() {
    String page = page(List.of(), file("a.txt", 1536), directory("docs"));
    assertTrue(
        page.contains(
            """
            <tr><th scope="row" class="d"><a href="docs/" dir="auto">docs/</a><td>\
            <td><time datetime="2024-01-02 03:04:05Z">2024-01-02<i> 03:04</i></time>
            <tr><th scope="row"><a href="a.txt" dir="auto">a.txt</a>\
            <td><data value="1536" title="1,536 bytes">1.5<b>KiB</b></data>\
            <td><time datetime="2024-01-02 03:04:05Z">2024-01-02<i> 03:04</i></time>
            """),
        page);
    assertTrue(page.contains("<p>1 directory, 1 file, 1.5 KiB.\n"), page);
  }

  @Test
  void columns_show_their_order_and_link_to_the_others() {
    ListingEntry a = file("a", 1);
    String page = page("sort=size&order=desc", 9, a);
    assertEquals(List.of("descending"), all("aria-sort=\"(\\w+)\"", page));
    assertEquals(
        List.of("sort=name&amp;order=asc", "sort=size&amp;order=asc", "sort=date&amp;order=desc"),
        all("scope=\"col\"[^>]*><a href=\"\\?([^\"]*)\"", page));
    assertTrue(page.contains("directories first, by size, descending</caption>"), page);
  }

  @Test
  void directories_above_are_linked_by_relative_references() {
    String page = page(List.of("a b", "<c>", "d"), file("x", 1));
    assertEquals(
        List.of("../../../\"><bdi>Home", "../../\"><bdi>a b", "../\"><bdi>&lt;c&gt;"),
        all("<li><a href=\"(.*)</bdi></a></li>", page));
    assertTrue(page.contains("<h1><bdi>d</bdi></h1>"), page);
    assertTrue(page.contains("<title>Index of /a b/&lt;c&gt;/d/</title>"), page);
    assertTrue(page.contains("<a href=\"../\">Parent directory</a>"), page);
    String top = page(List.of(), file("x", 1));
    assertFalse(top.contains("../") || top.contains("<nav"), top);
    assertTrue(top.contains("<title>Index of /</title>"), top);
  }

  @Test
  void empty_directory_is_marked_as_empty() {
    assertTrue(page(List.of()).contains("<p>This directory is empty.\n"));
    assertTrue(page(List.of("a")).contains("empty. <a href=\"../\">Parent directory</a>\n"));
    assertFalse(page(List.of()).contains("<table"));
  }

  @Test
  void omitted_entries_are_counted() {
    ListingEntry[] files =
        Stream.of("a", "b", "c", "d").map(n -> file(n, 1)).toArray(ListingEntry[]::new);
    String page = page(null, 3, files);
    assertTrue(
        page.contains(
            "0 directories, 4 files, 4 B. Shown are the first 3 in this order, and 1 more are"
                + " here.\n"),
        page);
    assertFalse(page.contains("\"d\""), page);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<script>alert(1)</script>",
        "\"><img src=x onerror=alert(1)>",
        "' onmouseover='alert(1)",
        "javascript:alert(1)",
        "data:text/html,<script>alert(1)</script>",
        "//evil.example/x",
        "</title><script>alert(1)",
        "</style><script>",
        "<!--",
        "]]>",
        "&lt;script&gt;",
        "a\n<script>",
        "\u202e<script>",
        "?x",
        "#x",
        "..",
      })
  void name_is_never_markup_or_another_location(String name) {
    String plain = page(List.of("name"), file("name", 1), directory("name"));
    String page = page(List.of(name), file(name, 1), directory(name));
    assertEquals(all("<(/?\\w+|!\\S+)", plain), all("<(/?\\w+|!\\S+)", page));
    assertEquals(all(" (\\w+)=\"", plain), all(" (\\w+)=\"", page));
    Matcher link =
        Pattern.compile("<th scope=\"row\"(?: class=\"d\")?><a href=\"([^\"]*)\"").matcher(page);
    int links = 0;
    while (link.find()) {
      links++;
      assertTrue(link.group(1).matches("([\\w.~-]|%[0-9A-F]{2})+/?"), link.group(1));
    }
    assertEquals(2, links);
  }

  /// Programs that read listings (Kodi, httpdirfs, lftp) take a link for an entry if its text is
  /// its name, and a text for a name if it has no slash except at its end.
  @ParameterizedTest
  @ValueSource(
      strings = {"a.txt", "a b", "a:b", "http:x", "1+1=2;x", "\u00fc", "100%", "a&b", "~x", "'"})
  void link_and_text_of_an_entry_are_its_name(String name) {
    String page = page(List.of("above"), file(name, 1), directory(name));
    List<String> names = new ArrayList<>();
    Matcher row = Pattern.compile("<a href=\"([^\"?]*)\"[^>]*>\\s*(.*?)\\s*</a>(.+)").matcher(page);
    while (row.find()) {
      String text = row.group(2).replace("&#39;", "'").replace("&amp;", "&");
      if (URLDecoder.decode(row.group(1), StandardCharsets.UTF_8).equals(text)) {
        names.add(text);
        assertTrue(row.group(1).matches("[^/:]+/?"), row.group(1));
        assertTrue(row.group(3).contains("2024-01-02 03:04"), row.group(3));
      }
    }
    assertEquals(List.of(name + "/", name), names);
  }

  @Test
  void page_has_one_script_and_fetches_nothing() {
    String page = page(List.of("a"), file("b", 1), directory("c"));
    assertTrue(page.contains("<script>" + ListingScript.JS + "</script>"));
    assertEquals(List.of("script"), all("(?i)<(script|img|link|iframe|object|base)", page));
    assertEquals(List.of(), all("(?i)(src=|url\\(|@import|http|style=|action=|fetch)", page));
  }

  @Test
  void json_has_the_same_entries() {
    assertEquals(
        """
        {"directories":1,"files":3,"bytes":6,"omitted":1,"entries":[
        {"name":"docs","type":"directory","modified":"2024-01-02T03:04:05Z"},
        {"name":"\\"a\\"","type":"file","modified":"2024-01-02T03:04:05Z","size":1},
        {"name":"b","type":"file","modified":"2024-01-02T03:04:05Z","size":2}
        ]}
        """,
        ListingJson.of(
            listing(null, 3, file("b", 2), file("\"a\"", 1), directory("docs"), file("c", 3))));
    assertEquals(
        """
        {"directories":0,"files":0,"bytes":0,"omitted":0,"entries":[
        ]}
        """,
        ListingJson.of(listing(null, 3)));
  }
}
