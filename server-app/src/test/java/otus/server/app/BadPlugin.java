package otus.server.app;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// An invalid plugin and its error message: a row of `PluginsTest`, in this process, and of
/// [PluginsIT], with the image.
///
/// @param name the fault of the plugin
/// @param maker writes the plugin into an existing directory
/// @param message regular expression for the message after `plugin `
public record BadPlugin(String name, Maker maker, String message) {
  private static final String API = "requires otus.server.api;";
  /// A module of the JDK that is neither in the image nor in the boot layer of a test.
  private static final String MISSING = "jdk.hotspot.agent";

  private static final String PASS = "Answer.pass()";

  /// Writes files.
  @FunctionalInterface
  public interface Maker {
    void make(Path plugins) throws Exception;
  }

  @Override
  public String toString() {
    return name;
  }

  /// All invalid plugins.
  public static List<BadPlugin> all() {
    return List.of(
        new BadPlugin(
            "a corrupt jar",
            plugins -> Files.writeString(plugins.resolve("bad.jar"), "no zip"),
            "bad\\.jar cannot be read as a jar \\(.+\\): copy or build it again"),
        new BadPlugin(
            "a name that no module can have",
            plugins ->
                PluginJar.plugin("hello", PASS)
                    .automatic("hello.Provider")
                    .write(plugins.resolve("1hello.jar")),
            "1hello\\.jar cannot be a module \\(.+\\): correct its .+ name"),
        new BadPlugin(
            "a missing module",
            BadPlugin::missingLibrary,
            "hello\\.jar requires the module library, which is missing: put both .+"),
        new BadPlugin(
            "a missing module of the JDK",
            plugins ->
                new PluginJar()
                    .descriptor("hello", API + " requires " + MISSING + ";", "hello.Provider")
                    .source("hello/Provider.java", PluginJar.provider("hello", "hello", PASS))
                    .write(plugins.resolve("hello.jar")),
            ("hello\\.jar requires the module " + MISSING + " of the JDK, which the runtime image")
                + (" lacks: build an image that has it, .*-Dimage.modules=" + MISSING)),
        new BadPlugin(
            "a class of a later Java",
            plugins -> later(plugins, "hello/Provider.class"),
            "hello\\.jar was compiled for Java 26, but this is Java 25: compile it with --release"
                + " 25"),
        new BadPlugin(
            "a descriptor of a later Java",
            plugins -> later(plugins, "module-info.class"),
            "hello\\.jar was compiled for Java 26, but this is Java 25: compile it with --release"
                + " 25"),
        new BadPlugin(
            "a handler with the name of one of the server's own",
            plugins ->
                new PluginJar()
                    .descriptor("other", API, "other.Provider")
                    .source("other/Provider.java", PluginJar.provider("other", "static", PASS))
                    .write(plugins.resolve("b.jar")),
            "b\\.jar provides the handler static, as does the server itself: remove one of them"),
        new BadPlugin(
            "a constructor that throws",
            plugins ->
                changed(
                    plugins,
                    "Provider() {}",
                    "Provider() { throw new IllegalStateException(\"no luck\"); }"),
            "hello\\.jar failed to load \\(java\\.lang\\.IllegalStateException: no luck at"
                + " hello\\.Provider\\.<init>\\(Provider\\.java:7\\)\\): this is a fault of the"
                + " plugin"),
        new BadPlugin(
            "an invalid name",
            plugins -> changed(plugins, "\"hello\"", "\"Hello World\""),
            "hello\\.jar failed to load \\(.*lower-case letters.*, not 'Hello World'\\).*"),
        new BadPlugin(
            "a class that is not public",
            plugins -> hidden(plugins, "public final", "final"),
            "hello\\.jar has an unusable provider .+: it must be a public .+"),
        new BadPlugin(
            "a constructor that is not public",
            plugins -> hidden(plugins, "public Provider", "Provider"),
            "hello\\.jar has an unusable provider .+: it must be a public .+"),
        new BadPlugin(
            "an API that does not fit",
            BadPlugin::ofTheFuture,
            "hello\\.jar does not fit this server or lacks a library .+ compiled against server-api"
                + " 9\\.9; compile it against server-api .+"),
        new BadPlugin(
            "no provider",
            plugins ->
                new PluginJar()
                    .descriptor("hello", API, "")
                    .source("hello/Nothing.java", "package hello; class Nothing {}")
                    .write(plugins.resolve("hello.jar")),
            "hello\\.jar provides no handler and no filter: .+"),
        new BadPlugin(
            "a library",
            plugins ->
                new PluginJar()
                    .source("library/Version.java", "package library; public class Version {}")
                    .write(plugins.resolve("library-1.0.jar")),
            "library-1\\.0\\.jar is a library, .+: move it and the jar of its plugin into a .+"),
        new BadPlugin(
            "only modules of the server",
            plugins ->
                new PluginJar()
                    .source("module-info.java", "module otus.server.http { }")
                    .write(plugins.resolve("server-http.jar")),
            "server-http\\.jar has only modules that the server has already: remove it"),
        new BadPlugin(
            "a directory without a jar",
            plugins -> Files.createDirectory(plugins.resolve("empty")),
            "empty/ has no jar: .+"),
        new BadPlugin(
            "two jars of one module",
            plugins -> {
              PluginJar.plugin("hello", PASS).write(plugins.resolve("kit/a.jar"));
              PluginJar.plugin("hello", PASS).write(plugins.resolve("kit/b.jar"));
            },
            "kit/a\\.jar and kit/b\\.jar are both the module hello: keep one of them"),
        new BadPlugin(
            "one package in two modules",
            plugins -> {
              PluginJar.plugin("hello", PASS).write(plugins.resolve("kit/a.jar"));
              new PluginJar()
                  .descriptor("other", "", "")
                  .source("hello/Same.java", "package hello; class Same {}")
                  .write(plugins.resolve("kit/b.jar"));
            },
            "kit/ has a conflict \\(.+\\): each package belongs to one module"));
  }

  private static void missingLibrary(Path plugins) throws Exception {
    Path library =
        new PluginJar()
            .source("module-info.java", "module library { exports library; }")
            .source("library/Version.java", "package library; public class Version {}")
            .write(plugins.resolveSibling("elsewhere").resolve("library.jar"));
    new PluginJar()
        .descriptor("hello", API + " requires library;", "hello.Provider")
        .source("hello/Provider.java", PluginJar.provider("hello", "hello", PASS))
        .with(library)
        .write(plugins.resolve("hello.jar"));
  }

  private static void later(Path plugins, String file) throws Exception {
    Map<String, byte[]> files =
        new TreeMap<>(PluginJar.plugin("hello", PASS).compile(plugins.getParent()));
    files.get(file)[7] += 1; // major version, JVMS §4.1
    PluginJar.write(plugins.resolve("hello.jar"), files);
  }

  private static void changed(Path plugins, String from, String to) throws Exception {
    new PluginJar()
        .descriptor("hello", API, "hello.Provider")
        .source("hello/Provider.java", PluginJar.provider("hello", "hello", PASS).replace(from, to))
        .write(plugins.resolve("hello.jar"));
  }

  /// A provider that is not public. It needs an automatic module, since javac rejects it in a
  /// module that provides it.
  private static void hidden(Path plugins, String from, String to) throws Exception {
    new PluginJar()
        .source("hello/Provider.java", PluginJar.provider("hello", "hello", PASS).replace(from, to))
        .automatic("hello.Provider")
        .write(plugins.resolve("hello.jar"));
  }

  /// A plugin compiled against an API with a type that this API lacks.
  private static void ofTheFuture(Path plugins) throws Exception {
    Path future =
        new PluginJar()
            .source(
                "module-info.java",
                "module otus.server.api { exports otus.server.api; exports otus.server.api.spi; }")
            .source(
                "otus/server/api/Future.java", "package otus.server.api; public class Future {}")
            .source(
                "otus/server/api/Handler.java", "package otus.server.api; public class Handler {}")
            .source(
                "otus/server/api/spi/HandlerProvider.java",
                "package otus.server.api.spi; public interface HandlerProvider { String name(); }")
            .option("--module-version", "9.9")
            .write(plugins.resolveSibling("elsewhere").resolve("server-api.jar"));
    new PluginJar()
        .descriptor("hello", API, "hello.Provider")
        .source(
            "hello/Provider.java",
            "package hello; public class Provider implements otus.server.api.spi.HandlerProvider {"
                + " public String name() { return new otus.server.api.Future().toString(); } }")
        .with(future)
        .write(plugins.resolve("hello.jar"));
  }
}
