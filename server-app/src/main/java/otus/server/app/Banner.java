package otus.server.app;

import java.util.List;
import org.jspecify.annotations.Nullable;
import otus.server.app.admin.AdminListener;
import otus.server.app.cli.VersionText;
import otus.server.app.config.Address;
import otus.server.app.config.Mount;
import otus.server.app.config.Options;

/// The lines that the server prints when it has started. Stateless.
final class Banner {

  private Banner() {}

  /// The mounts, the number of workers and the URLs.
  static String serving(List<Mount> mounts, int loops, List<String> urls) {
    String served = String.join(", ", mounts.stream().map(Mount::description).toList());
    StringBuilder text = new StringBuilder(VersionText.name() + " serves " + served + "\n");
    String workers = loops == 1 ? "1 worker" : loops + " workers";
    for (String url : urls) {
      text.append("  " + url + "   (" + workers + ")\n");
    }
    return text.toString();
  }

  /// The address of the listener for operators, or nothing.
  static String admin(@Nullable AdminListener admin) {
    return admin == null ? "" : "  " + admin.url() + "   (admin)\n";
  }

  /// The last line: how to stop the server, and how to open it to other machines if it listens on
  /// loopback addresses only.
  static String hint(Options options) {
    boolean alone = options.addresses().stream().allMatch(Address::loopback);
    return alone
        ? "Stop with Ctrl-C. Reachable from this machine only; use --bind 0.0.0.0 to allow"
            + " others.\n"
        : "Stop with Ctrl-C.\n";
  }
}
