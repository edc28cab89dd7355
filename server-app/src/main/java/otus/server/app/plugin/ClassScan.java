package otus.server.app.plugin;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.constantpool.ClassEntry;
import java.lang.classfile.constantpool.PoolEntry;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.zip.ZipFile;

/// The classes of a jar, with the classes that they refer to by their constant pools (JVMS §4.4).
/// It loads none of them. Owned by the method that creates it; main thread only.
final class ClassScan {
  private static final String SUFFIX = ".class";

  private ClassScan() {}

  /// Receives the references of classes.
  @FunctionalInterface
  interface Receiver {
    /// Receives a reference.
    ///
    /// @param from name of the class that has the reference, with slashes
    /// @param to name of the other class, with slashes; arrays in the form of a descriptor
    void reference(String from, String to);
  }

  /// Reads all classes of a jar, in the versions that this Java would load. Classes that cannot be
  /// read are skipped: loading them reports the reason.
  ///
  /// @throws UncheckedIOException if the jar cannot be read
  static void read(Path jar, Receiver receiver) {
    try (JarFile file =
        new JarFile(jar.toFile(), false, ZipFile.OPEN_READ, JarFile.runtimeVersion())) {
      List<JarEntry> classes = new ArrayList<>();
      file.versionedStream().filter(ClassScan::isClass).forEach(classes::add);
      for (JarEntry entry : classes) {
        try (InputStream in = file.getInputStream(entry)) {
          read(in.readAllBytes(), receiver);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Returns whether a class of a jar refers to a class whose name begins with a prefix.
  ///
  /// @param prefix the prefix, with slashes
  static boolean refersTo(Path jar, String prefix) {
    boolean[] found = {false};
    read(jar, (from, to) -> found[0] |= to.startsWith(prefix) && !from.startsWith(prefix));
    return found[0];
  }

  /// Returns the class of a reference; of an array, the class of its elements.
  static String element(String reference) {
    return reference.replaceFirst("^\\[+L?", "").replaceFirst(";$", "");
  }

  /// Returns the package of a class, with dots.
  ///
  /// @param name name of the class, with slashes
  static String packageOf(String name) {
    int end = name.lastIndexOf('/');
    return end < 0 ? "" : name.substring(0, end).replace('/', '.');
  }

  private static boolean isClass(JarEntry entry) {
    String name = entry.getName();
    return name.endsWith(SUFFIX)
        && !name.startsWith("META-INF/")
        && !name.equals("module-info.class");
  }

  private static void read(byte[] bytes, Receiver receiver) {
    try {
      ClassModel model = ClassFile.of().parse(bytes);
      String from = model.thisClass().asInternalName();
      for (PoolEntry entry : model.constantPool()) {
        if (entry instanceof ClassEntry reference) {
          receiver.reference(from, reference.asInternalName());
        }
      }
    } catch (IllegalArgumentException e) {
      return; // no class file, or one of a later Java
    }
  }
}
