package otus.server.app.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import otus.server.app.config.Mistake;
import otus.server.app.config.Mount;
import otus.server.app.config.Wanted;

/// The filters a command line asks for: those that flags of their own stand for, in an order that
/// is right, then those of `--filter`, in the order given. Why it is right: ADR 13. Pure.
final class FilterFlags {
  private final Words words;
  private final List<Mount> filters = new ArrayList<>();

  private FilterFlags(Words words) {
    this.words = words;
  }

  /// The filters, the outermost first.
  ///
  /// @throws Mistake if a word means nothing
  static List<Mount> filters(Words words) {
    FilterFlags flags = new FilterFlags(words);
    flags.headers();
    flags.cors();
    flags.compress();
    flags.errorPages();
    flags.auth();
    for (String word : words.all(Flag.FILTER)) {
      flags.filters.add(Mount.ofFilter(word));
    }
    return List.copyOf(flags.filters);
  }

  private void headers() {
    Set<String> names = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    // With --explain these are fields of the request, see Arguments.
    for (String word : words.has(Flag.EXPLAIN) ? List.<String>of() : words.all(Flag.HEADER)) {
      int colon = word.indexOf(':');
      if (colon <= 0) {
        throw new Mistake("--header must be 'Name: value', not '" + word + "'");
      }
      String name = word.substring(0, colon);
      String value = word.substring(colon + 1).strip();
      Map<String, String> options =
          names.add(name) || value.isEmpty()
              ? Map.of("name", name, "value", value)
              : Map.of("name", name, "value", value, "add", "true");
      // What was given first is done first, and so stands before what is added.
      filters.addFirst(new Mount(List.of(), new Wanted("header", options), "--header " + name));
    }
    if (words.has(Flag.SECURITY_HEADERS)) {
      add("--security-headers", "security-headers", Map.of());
    }
  }

  private void cors() {
    for (String origins : words.all(Flag.CORS)) {
      add("--cors", "cors", origins.isEmpty() ? Map.of() : Map.of("origins", origins));
    }
  }

  private void compress() {
    if (words.has(Flag.COMPRESS)) {
      add("--compress", "compress", Map.of());
    }
  }

  /// Of two that fit, the inner one comes first: that for a single status.
  private void errorPages() {
    List<String> pages = words.all(Flag.ERROR_PAGE);
    for (boolean range : new boolean[] {true, false}) {
      for (String word : pages) {
        int sign = word.indexOf('=');
        if (sign <= 0) {
          throw new Mistake("--error-page must be CODE=FILE, not '" + word + "'");
        }
        String code = word.substring(0, sign);
        if (code.endsWith("xx") == range) {
          Map<String, String> options = Map.of("code", code, "file", word.substring(sign + 1));
          add("--error-page " + code, "error-page", options);
        }
      }
    }
  }

  private void auth() {
    for (String file : words.all(Flag.AUTH_FILE)) {
      add("--auth-file", "auth", Map.of("file", file));
    }
  }

  private void add(String where, String filter, Map<String, String> options) {
    filters.add(new Mount(List.of(), new Wanted(filter, options), where));
  }
}
