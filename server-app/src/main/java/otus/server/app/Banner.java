package otus.server.app;

import java.util.List;
import otus.server.app.cli.VersionText;
import otus.server.app.config.Address;
import otus.server.app.config.Mount;
import otus.server.app.config.Options;

/// What a server that has started says of itself. Pure.
final class Banner {

  private Banner() {}

  /// What is served, and under which URLs.
  static String serving(List<Mount> mounts, int loops, List<String> urls) {
    StringBuilder text = new StringBuilder();
    text.append(VersionText.name());
    String before = " serves ";
    for (Mount mount : mounts) {
      text.append(before).append(mount.description());
      before = ", ";
    }
    text.append('\n');
    String workers = loops == 1 ? "1 worker" : loops + " workers";
    for (String url : urls) {
      text.append("  ").append(url).append("   (").append(workers).append(")\n");
    }
    return text.toString();
  }

  /// How to stop it, and who can reach it if that may surprise; the last line of a start.
  static String hint(Options options) {
    boolean alone = options.addresses().stream().allMatch(Address::loopback);
    return alone
        ? "Stop with Ctrl-C. Reachable from this machine only; use --bind 0.0.0.0 to allow"
            + " others.\n"
        : "Stop with Ctrl-C.\n";
  }
}
