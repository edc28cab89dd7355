package otus.server.app;

import java.util.List;

/// What a server that has started says of itself. Pure.
final class Banner {

  private Banner() {}

  static String of(Options options, List<String> urls) {
    StringBuilder text = new StringBuilder();
    text.append(VersionText.name()).append(" serves ").append(options.root()).append('\n');
    String workers = options.workers() == 1 ? "1 worker" : options.workers() + " workers";
    for (String url : urls) {
      text.append("  ").append(url).append("   (").append(workers).append(")\n");
    }
    text.append("Stop with Ctrl-C.");
    if (options.addresses().stream().allMatch(Address::loopback)) {
      text.append(" Only this machine can connect; --bind 0.0.0.0 opens it up.");
    }
    return text.append('\n').toString();
  }
}
