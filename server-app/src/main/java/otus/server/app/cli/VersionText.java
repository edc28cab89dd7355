package otus.server.app.cli;

import java.lang.module.ModuleDescriptor;

/// The version of the server. The build writes it into the module descriptor, and nowhere else.
/// Pure.
public final class VersionText {

  private VersionText() {}

  /// Name and version of the server, such as `otus-server 0.1.0`.
  public static String name() {
    ModuleDescriptor descriptor = VersionText.class.getModule().getDescriptor();
    String version = descriptor == null ? null : descriptor.rawVersion().orElse(null);
    return "otus-server " + (version == null ? "(unversioned)" : version);
  }

  /// The same, with the versions of Java and of the system.
  static String full() {
    return name()
        + (" (Java " + Runtime.version())
        + (", " + System.getProperty("java.vendor.version", System.getProperty("java.vendor")))
        + (", " + System.getProperty("os.name") + " " + System.getProperty("os.arch") + ")");
  }
}
