package otus.server.app.cli;

import java.lang.module.ModuleDescriptor;

/// Which server this is. The build writes its version into the module descriptor, from where it is
/// read; there is no second place.
public final class VersionText {

  private VersionText() {}

  /// The server's own, like `otus-server 0.1.0`.
  public static String name() {
    ModuleDescriptor descriptor = VersionText.class.getModule().getDescriptor();
    String version = descriptor == null ? null : descriptor.rawVersion().orElse(null);
    return "otus-server " + (version == null ? "(unversioned)" : version);
  }

  /// And what it runs on.
  static String full() {
    return name()
        + (" (Java " + Runtime.version())
        + (", " + System.getProperty("java.vendor.version", System.getProperty("java.vendor")))
        + (", " + System.getProperty("os.name") + " " + System.getProperty("os.arch") + ")");
  }
}
