package otus.server.app.plugin;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.lang.module.ResolvedModule;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;
import otus.server.api.fields.LogValue;

/// The jars of a plugin as they were when it was loaded. The JDK reads a class at its first use, so
/// a jar that was overwritten meanwhile fails with a missing class or an invalid header, which do
/// not name the cause. Owned by [PluginContext]; any thread.
final class PluginJars {
  private static final Logger LOG = System.getLogger(PluginJars.class.getName());

  private final List<Version> jars;
  private final AtomicBoolean logged = new AtomicBoolean();

  /// One jar with its attributes.
  ///
  /// @param key the inode; the JDK keeps that of a jar that was replaced by another one open
  private record Version(Path path, @Nullable Object key, @Nullable FileTime modified, long size) {

    static Version of(Path path) {
      try {
        var attributes = Files.readAttributes(path, BasicFileAttributes.class);
        return new Version(
            path, attributes.fileKey(), attributes.lastModifiedTime(), attributes.size());
      } catch (IOException e) {
        return new Version(path, null, null, -1);
      }
    }

    boolean isOverwritten() {
      Version now = of(path);
      return now.size >= 0 && Objects.equals(now.key, key) && !now.equals(this);
    }
  }

  private PluginJars(List<Version> jars) {
    this.jars = jars;
  }

  /// Returns the jars of the layer of a module; none if it belongs to no layer.
  static PluginJars of(Module module) {
    ModuleLayer layer = module.getLayer();
    List<Version> jars = new ArrayList<>();
    if (layer != null) {
      for (ResolvedModule each : layer.configuration().modules()) {
        URI place = each.reference().location().orElse(null);
        if (place != null && "file".equals(place.getScheme())) {
          jars.add(Version.of(Path.of(place)));
        }
      }
    }
    return new PluginJars(jars);
  }

  /// Logs the jar that was changed, once, if a failure may come from that.
  void log(Throwable failure) {
    Path changed = logged.get() ? null : changed(failure);
    if (changed != null && logged.compareAndSet(false, true)) {
      LOG.log(
          Level.ERROR,
          "event=plugin-jar-changed jar="
              + LogValue.of(changed)
              + " solution=\"restart or reload the server; replace a jar by mv, not by cp\"");
    }
  }

  /// Returns a jar that was changed, if a failure may come from that.
  ///
  /// @return the jar, or null if all are unchanged or the failure has another cause
  @Nullable Path changed(Throwable failure) {
    if (isOfLoading(failure)) {
      for (Version jar : jars) {
        if (jar.isOverwritten()) {
          return jar.path;
        }
      }
    }
    return null;
  }

  private static boolean isOfLoading(Throwable failure) {
    for (Throwable cause : PluginFaults.causes(failure)) {
      if (cause instanceof LinkageError
          || cause instanceof ClassNotFoundException
          || cause instanceof ZipException) {
        return true;
      }
    }
    return false;
  }
}
