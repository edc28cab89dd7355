package otus.server.app;

import java.io.IOException;
import java.io.OutputStream;
import java.io.StringWriter;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import otus.server.api.spi.HandlerProvider;

/// Builds plugins for tests: compiles sources against the API and writes them into a jar.
public final class PluginJar {
  private final Map<String, String> sources = new TreeMap<>();
  private final Map<String, byte[]> files = new TreeMap<>();
  private final List<Path> modulePath = new ArrayList<>();
  private final List<String> options = new ArrayList<>();

  /// A plugin with one class, `name.Provider`, in a module `name`.
  ///
  /// @param body the expression that the handler returns for `request`
  public static PluginJar plugin(String name, String body) {
    return new PluginJar()
        .descriptor(name, "requires otus.server.api;", name + ".Provider")
        .source(name + "/Provider.java", provider(name, name, body));
  }

  /// The source text of a provider.
  public static String provider(String directory, String name, String body) {
    return """
    package FOLDER;

    import otus.server.api.*;
    import otus.server.api.spi.*;

    public final class Provider implements HandlerProvider {
      public Provider() {}

      @Override
      public String name() {
        return "NAME";
      }

      @Override
      public Handler create(ProviderContext context) {
        return request -> BODY;
      }
    }
    """
        .replace("FOLDER", directory)
        .replace("NAME", name)
        .replace("BODY", body);
  }

  /// An expression for a response with a text, for [#provider].
  public static String text(String text) {
    return "Response.text(Status.OK, \"" + text + "\")";
  }

  public PluginJar descriptor(String module, String directives, String provider) {
    String provides =
        provider.isEmpty()
            ? ""
            : "provides otus.server.api.spi.HandlerProvider with " + provider + ";";
    return source("module-info.java", "module " + module + " { " + directives + provides + " }");
  }

  public PluginJar source(String path, String text) {
    sources.put(path, text);
    return this;
  }

  /// Replaces the module descriptor by a file in META-INF/services.
  public PluginJar automatic(String provider) {
    sources.remove("module-info.java");
    return file("META-INF/services/" + HandlerProvider.class.getName(), provider);
  }

  public PluginJar file(String path, String text) {
    files.put(path, text.getBytes(StandardCharsets.UTF_8));
    return this;
  }

  /// Adds a jar for compiling.
  public PluginJar with(Path jar) {
    modulePath.add(jar);
    return this;
  }

  public PluginJar option(String... more) {
    options.addAll(List.of(more));
    return this;
  }

  /// Compiles the sources.
  ///
  /// @return class files and other files, by path
  public Map<String, byte[]> compile(Path temporary) throws IOException {
    Path out = Files.createTempDirectory(temporary, ".classes");
    modulePath.add(api());
    String path = String.join(":", modulePath.stream().map(Path::toString).toList());
    List<String> line = new ArrayList<>(List.of("-proc:none", "-nowarn", "-d", out.toString()));
    line.addAll(
        sources.containsKey("module-info.java")
            ? List.of("--module-path", path)
            : List.of("--class-path", path));
    line.addAll(options);
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    StringWriter messages = new StringWriter();
    List<Source> units =
        sources.entrySet().stream().map(e -> new Source(e.getKey(), e.getValue())).toList();
    if (!compiler.getTask(messages, null, null, line, null, units).call()) {
      throw new AssertionError(messages.toString());
    }
    Map<String, byte[]> all = new TreeMap<>(files);
    try (Stream<Path> classes = Files.walk(out)) {
      for (Path file : classes.filter(Files::isRegularFile).toList()) {
        all.put(out.relativize(file).toString(), Files.readAllBytes(file));
      }
    }
    return all;
  }

  /// Compiles the sources and writes the jar.
  public Path write(Path jar) throws IOException {
    Files.createDirectories(jar.getParent());
    return write(jar, compile(jar.getParent().getParent()));
  }

  public static Path write(Path jar, Map<String, byte[]> files) throws IOException {
    try (OutputStream out = Files.newOutputStream(jar);
        JarOutputStream entries = new JarOutputStream(out)) {
      for (Map.Entry<String, byte[]> file : files.entrySet()) {
        entries.putNextEntry(new JarEntry(file.getKey()));
        entries.write(file.getValue());
      }
    }
    return jar;
  }

  /// The directory or jar of the API.
  public static Path api() {
    return Path.of(
        ModuleLayer.boot()
            .configuration()
            .findModule("otus.server.api")
            .flatMap(module -> module.reference().location())
            .orElseThrow());
  }

  private static final class Source extends SimpleJavaFileObject {
    private final String text;

    public Source(String path, String text) {
      super(URI.create("string:///" + path), JavaFileObject.Kind.SOURCE);
      this.text = text;
    }

    @Override
    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
      return text;
    }
  }
}
