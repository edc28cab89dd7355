package otus.server.app;

import java.util.List;

/// What a server that has started says of itself. Pure.
final class Banner {

  private Banner() {}

  /// What is served, and under which URLs.
  static String serving(Options options, List<String> urls) {
    StringBuilder text = new StringBuilder();
    text.append(VersionText.name()).append(" serves ").append(options.root()).append('\n');
    String workers = options.workers() == 1 ? "1 worker" : options.workers() + " workers";
    for (String url : urls) {
      text.append("  ").append(url).append("   (").append(workers).append(")\n");
    }
    return text.toString();
  }

  /// How to stop it, and who can reach it if that may surprise; the last line of a start.
  static String hint(Options options) {
    boolean alone = options.addresses().stream().allMatch(Address::loopback);
    return alone
        ? "Stop with Ctrl-C. Only this machine can connect; --bind 0.0.0.0 opens it up.\n"
        : "Stop with Ctrl-C.\n";
  }
}
