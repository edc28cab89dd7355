package otus.server.app;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import otus.server.app.admin.AdminListener;
import otus.server.app.cli.VersionText;
import otus.server.app.config.Mount;
import otus.server.app.config.Options;
import otus.server.app.config.Site;
import otus.server.app.desktop.Desktop;
import otus.server.app.listen.ReachableAddresses;
import otus.server.app.tls.ServerTls;

/// The lines that the server prints when it has started. Stateless.
final class Banner {

  private Banner() {}

  /// The mounts, the hosts of sites, the number of workers and the URLs.
  static String serving(Options options, List<String> urls) {
    Stream<String> mounts = options.allMounts().stream().map(Mount::description);
    Stream<String> sites = options.sites().stream().map(Site::description);
    String served = Stream.concat(mounts, sites).collect(Collectors.joining(", "));
    int loops = options.workers();
    StringBuilder text = new StringBuilder(VersionText.name() + " serves " + served + "\n");
    String workers = loops == 1 ? "1 worker" : loops + " workers";
    for (String url : urls) {
      boolean wildcard = url.contains("//0.0.0.0:") || url.contains("//[::]:");
      for (String each : wildcard ? ReachableAddresses.urls(url) : List.of(url)) {
        text.append("  " + each + "   (" + workers + ")\n");
      }
    }
    return text.toString();
  }

  /// The lines after [#serving].
  static String rest(Options options, Server server) {
    return admin(server.admin()) + fingerprint(server.tls()) + index(options) + hint(options);
  }

  /// Opens the browser and shows a QR code, if a flag says so. Otherwise loads no class for that.
  static void show(Options options, List<String> urls, Consumer<String> out) {
    if (options.isShown()) {
      Desktop.show(options.given(), urls, out);
    }
  }

  /// The fingerprint of a certificate that was made at the start, or nothing.
  private static String fingerprint(@Nullable ServerTls tls) {
    return tls == null || tls.fingerprint().isEmpty()
        ? ""
        : "  self-signed certificate, SHA-256 " + tls.fingerprint().get() + "\n";
  }

  /// The address of the listener for operators, or nothing.
  private static String admin(@Nullable AdminListener admin) {
    return admin == null ? "" : "  " + admin.url() + "   (admin)\n";
  }

  /// The line about a root without an index file, or nothing: a request for `/` then gets 404, or a
  /// listing, which a start from a terminal allows by itself (ADR 26).
  static String index(Options options) {
    Path root = options.root();
    Map<String, String> content = options.content();
    String page = content.get("spa");
    if (root != null && page != null) {
      return page(root, page.isEmpty() ? "index.html" : page);
    }
    if (root == null || options.given().contains("listing")) {
      return "";
    }
    String names = content.getOrDefault("index", "index.html");
    for (String name : names.split(",")) {
      if (Files.exists(root.resolve(name))) {
        return "";
      }
    }
    if (!Files.isDirectory(root)) {
      return ""; // an archive, whose names are not read here
    }
    // Appended part by part: the code of a concatenation with + is made at its first run.
    StringBuilder text =
        new StringBuilder("No ").append(names.replace(",", " or ")).append(" here: ");
    return text.append(
            content.containsKey("listing")
                ? "directories are listed, as by default on a terminal; see --no-listing.\n"
                : "/ returns 404; use --listing to list directories.\n")
        .toString();
  }

  /// The line about a page of an application that does not exist, or nothing.
  private static String page(Path root, String name) {
    return Files.exists(root.resolve(name))
        ? ""
        : "No ".concat(name).concat(" here, the page of --spa: all missing paths return 404.\n");
  }

  /// The last line: how to stop the server, and how to open it to other machines if it listens on
  /// loopback addresses only. A listing that is only on by default would be off for others.
  static String hint(Options options) {
    if (!options.isLocal()) {
      return "Stop with Ctrl-C.\n";
    }
    String how = options.addresses().isEmpty() ? "" : "; use --bind 0.0.0.0 to allow others";
    boolean listed = options.content().containsKey("listing") && !index(options).isEmpty();
    String listing = listed && !how.isEmpty() ? ", with --listing to list for them, too" : "";
    return "Stop with Ctrl-C. Reachable from this machine only" + how + listing + ".\n";
  }
}
