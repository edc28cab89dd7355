package otus.server.app.plugin;

import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import otus.server.api.Handler;
import otus.server.api.spi.ProcessLimits;
import otus.server.app.BadPlugin;
import otus.server.app.PluginJar;
import otus.server.app.chain.HandlerChain;
import otus.server.app.chain.TestProvider;
import otus.server.app.config.AllowedHosts;
import otus.server.app.config.Mount;
import otus.server.app.config.PluginDirectory;
import otus.server.app.config.UsageException;
import otus.server.app.metrics.ProviderMetrics;

/// Loads valid plugins, and one invalid plugin of each kind.
class PluginsTest {
  @TempDir Path temporary;

  private final List<String> warnings = new ArrayList<>();

  private Path jar(String name) {
    return temporary.resolve("plugins").resolve(name);
  }

  private Registries load(boolean lenient) {
    Registries registries = TestProvider.inPlaceOfStatic(_ -> _ -> TestProvider.OK);
    PluginDirectory directory = new PluginDirectory(temporary.resolve("plugins"), true, lenient);
    Plugins.load(directory, registries, warnings::add);
    return registries;
  }

  private List<String> names(boolean lenient) {
    return load(lenient).handlers().all().stream().map(ProviderEntry::name).toList();
  }

  @Test
  void jar_is_a_plugin_in_its_own_layer() throws Exception {
    PluginJar.plugin("hello", "Answer.pass()").write(jar("hello.jar"));
    PluginJar.plugin("other", "Answer.pass()").write(jar("other.jar"));
    Files.writeString(jar("README.txt"), "not a plugin");
    Files.writeString(jar(".hidden.jar"), "not a plugin");
    List<ProviderEntry<Handler>> registry = load(false).handlers().all();
    assertEquals(
        List.of("static", "hello", "other"), registry.stream().map(ProviderEntry::name).toList());
    assertEquals(jar("hello.jar"), registry.get(1).jar());
    Module hello = registry.get(1).provider().getClass().getModule();
    Module other = registry.get(2).provider().getClass().getModule();
    assertEquals("hello", hello.getName());
    assertNotSame(hello.getLayer(), other.getLayer());
    assertNotSame(hello.getClassLoader(), other.getClassLoader());
  }

  @Test
  void jar_that_was_overwritten_is_named_when_a_class_is_missing() throws Exception {
    PluginJar.plugin("hello", "Answer.pass()").write(jar("hello.jar"));
    Object provider = load(false).handlers().all().get(1).provider();
    PluginJars jars = PluginJars.of(provider.getClass().getModule());
    Throwable failure = new IllegalStateException(new NoClassDefFoundError("hello/Other"));
    assertNull(jars.changed(failure));
    Path other = Files.copy(jar("hello.jar"), temporary.resolve("other.jar"));
    Files.move(jar("hello.jar"), temporary.resolve("former.jar"));
    Files.move(other, jar("hello.jar"));
    assertNull(jars.changed(failure));
    Files.move(temporary.resolve("former.jar"), jar("hello.jar"), REPLACE_EXISTING);
    Files.writeString(jar("hello.jar"), "another jar");
    assertEquals(jar("hello.jar"), jars.changed(failure));
    assertNull(jars.changed(new IllegalStateException()));
  }

  @Test
  void jar_may_provide_only_a_filter() throws Exception {
    new PluginJar()
        .source(
            "module-info.java",
            "module hat { requires otus.server.api;"
                + " provides otus.server.api.spi.FilterProvider with hat.Provider; }")
        .source("hat/Provider.java", FILTER)
        .write(jar("hat.jar"));
    Registries registries = load(false);
    assertEquals(
        List.of("hat"), registries.filters().all().stream().map(ProviderEntry::name).toList());
    assertEquals(jar("hat.jar"), registries.filters().find("hat").jar());
    assertTrue(PluginsText.list(registries).contains("\nhat   filter of hat (unversioned), "));
  }

  private static final String FILTER =
      """
      package hat;

      import otus.server.api.Filter;
      import otus.server.api.spi.*;

      public final class Provider implements FilterProvider {
        @Override
        public String name() {
          if (Thread.currentThread().getContextClassLoader() != getClass().getClassLoader()) {
            throw new IllegalStateException("not in the context of the plugin");
          }
          return "hat";
        }

        @Override
        public Filter create(ProviderContext context) {
          return (request, next) -> next.handle(request);
        }
      }
      """;

  @Test
  void automatic_module_provides_by_meta_inf() throws Exception {
    PluginJar.plugin("hello", "Answer.pass()")
        .automatic("hello.Provider")
        .write(jar("hello-1.2.jar"));
    assertEquals(List.of("static", "hello"), names(false));
  }

  @Test
  void directory_of_jars_is_a_plugin_with_its_own_libraries() throws Exception {
    for (String version : List.of("one", "two")) {
      Path library =
          new PluginJar()
              .source("module-info.java", "module library { exports library; }")
              .source(
                  "library/Version.java",
                  "package library; public class Version { public static String version() {"
                      + (" return \"" + version + "\"; } }"))
              .write(jar(version + "/library.jar"));
      new PluginJar()
          .descriptor(version, "requires otus.server.api; requires library;", version + ".Provider")
          .source(
              version + "/Provider.java",
              PluginJar.provider(version, version, "Answer.pass()")
                  .replace("return \"" + version + "\";", "return library.Version.version();"))
          .with(library)
          .write(jar(version + "/plugin.jar"));
    }
    assertEquals(List.of("static", "one", "two"), names(false));
  }

  @Test
  void copy_of_the_api_beside_a_plugin_is_ignored() throws Exception {
    PluginJar.plugin("hello", "Answer.pass()").write(jar("kit/hello.jar"));
    new PluginJar()
        .source("module-info.java", "module otus.server.api { exports otus.server.api; }")
        .source("otus/server/api/Fake.java", "package otus.server.api; class Fake {}")
        .write(jar("kit/server-api.jar"));
    assertEquals(List.of("static", "hello"), names(false));
  }

  @Test
  void library_of_a_plugin_wins_over_that_of_the_server() throws Exception {
    Path library =
        new PluginJar()
            .source("module-info.java", "module com.fasterxml.jackson.core { exports library; }")
            .source("library/Own.java", "package library; public class Own {}")
            .write(jar("kit/library.jar"));
    new PluginJar()
        .descriptor(
            "hello",
            "requires otus.server.api; requires com.fasterxml.jackson.core;",
            "hello.Provider")
        .source(
            "hello/Provider.java",
            PluginJar.provider("hello", "hello", "Answer.pass()")
                .replace("return \"hello\";", "new library.Own(); return \"hello\";"))
        .with(library)
        .write(jar("kit/hello.jar"));
    assertEquals(List.of("static", "hello"), names(false));
  }

  /// A provider in a jar without descriptor that needs its own version of a library of the server,
  /// and looks for services.
  private static PluginJar shaded() {
    return new PluginJar()
        .source("hello/Service.java", "package hello; public interface Service {}")
        .source(
            "hello/Provider.java",
            PluginJar.provider("hello", "hello", "Answer.pass()")
                .replace(
                    "return \"hello\";",
                    "java.util.ServiceLoader.load(Service.class).findFirst();"
                        + " java.util.ServiceLoader.load(java.nio.charset.spi.CharsetProvider.class).findFirst();"
                        + " new com.fasterxml.jackson.core.Own(); return \"hello\";"))
        .automatic("hello.Provider");
  }

  private static final String OWN =
      "package com.fasterxml.jackson.core; public class Own { public Own() {} }";

  @Test
  void jar_without_descriptor_uses_the_library_beside_it() throws Exception {
    Path library =
        new PluginJar()
            .source(
                "module-info.java",
                "module com.fasterxml.jackson.core { exports com.fasterxml.jackson.core; }")
            .source("com/fasterxml/jackson/core/Own.java", OWN)
            .write(jar("kit/library.jar"));
    shaded().with(library).write(jar("kit/hello.jar"));
    assertEquals(List.of("static", "hello"), names(false));
  }

  @Test
  void jar_may_contain_a_library_that_the_server_has() throws Exception {
    shaded().source("com/fasterxml/jackson/core/Own.java", OWN).write(jar("hello.jar"));
    assertEquals(List.of("static", "hello"), names(false));
    assertEquals(List.of(), Plugins.references(PluginDirectory.plugin(jar("hello.jar"))));
  }

  @Test
  void module_uses_a_jar_without_descriptor_that_uses_another_one() throws Exception {
    Path inner =
        new PluginJar()
            .source("inner/Inner.java", "package inner; public class Inner {}")
            .write(jar("kit/inner.jar"));
    Path outer =
        new PluginJar()
            .source("outer/Outer.java", "package outer; public class Outer extends inner.Inner {}")
            .source("com/fasterxml/jackson/core/Own.java", OWN)
            .with(inner)
            .write(jar("kit/outer.jar"));
    new PluginJar()
        .descriptor("hello", "requires otus.server.api; requires outer;", "hello.Provider")
        .source(
            "hello/Provider.java",
            PluginJar.provider("hello", "hello", "Answer.pass()")
                .replace(
                    "return \"hello\";",
                    "inner.Inner inner = new outer.Outer(); return \"hello\";"))
        .with(inner)
        .with(outer)
        .write(jar("kit/hello.jar"));
    assertEquals(List.of("static", "hello"), names(false));
  }

  @Test
  void jar_with_classes_of_the_api_or_the_jdk_is_told_to_remove_them() throws Exception {
    PluginJar.plugin("hello", "Answer.pass()")
        .source("otus/server/api/Own.java", "package otus.server.api; class Own {}")
        .automatic("hello.Provider")
        .write(jar("hello.jar"));
    assertEquals(
        "plugin hello.jar contains the package otus.server.api of the server: remove the classes of"
            + " otus.server.api from the jar; a dependency with the scope 'provided' is not copied"
            + " into it",
        assertThrows(UsageException.class, () -> load(false)).getMessage());
    PluginJar.plugin("hello", "Answer.pass()")
        .automatic("hello.Provider")
        .file("java/util/logging/Own.class", "")
        .write(jar("hello.jar"));
    assertEquals(
        "plugin hello.jar contains the package java.util.logging of the module java.logging of the"
            + " JDK: remove it from the jar",
        assertThrows(UsageException.class, () -> load(false)).getMessage());
  }

  @Test
  void library_that_only_the_server_has_is_named() throws Exception {
    String call =
        "{ Object factory = new com.fasterxml.jackson.core.JsonFactory(); return Answer.pass(); }";
    Path jackson =
        Path.of(
            ModuleLayer.boot()
                .configuration()
                .findModule("com.fasterxml.jackson.core")
                .flatMap(module -> module.reference().location())
                .orElseThrow());
    String note =
        " uses the module com.fasterxml.jackson.core that the server has for itself, and whose"
            + " version may change: put the library's own jars beside it in a subdirectory of the"
            + " plugin directory";
    new PluginJar()
        .descriptor(
            "hello",
            "requires otus.server.api; requires com.fasterxml.jackson.core;",
            "hello.Provider")
        .source("hello/Provider.java", PluginJar.provider("hello", "hello", call))
        .with(jackson)
        .write(jar("hello.jar"));
    assertEquals(
        List.of("hello.jar" + note), Plugins.references(PluginDirectory.plugin(jar("hello.jar"))));
    assertEquals(List.of("static", "hello"), names(false));
    PluginJar.plugin("other", call)
        .automatic("other.Provider")
        .with(jackson)
        .write(jar("other.jar"));
    assertEquals(
        List.of("other.jar" + note), Plugins.references(PluginDirectory.plugin(jar("other.jar"))));
  }

  @Test
  void plugin_that_cannot_create_its_handler_is_named_with_the_line_of_its_code() throws Exception {
    for (String[] row :
        new String[][] {
          {
            "IllegalStateException(\"no luck\")",
            "hello.jar cannot make hello (java.lang.IllegalStateException: no luck at"
                + " hello.Provider.create(Provider.java:16))"
          },
          {"IllegalArgumentException(\"no such year\")", "hello of hello.jar: no such year"}
        }) {
      new PluginJar()
          .descriptor("hello", "requires otus.server.api;", "hello.Provider")
          .source(
              "hello/Provider.java",
              PluginJar.provider("hello", "hello", "Answer.pass()")
                  .replace("return request", "if (true) throw new " + row[0] + "; return request"))
          .write(jar("hello.jar"));
      HandlerChain chain =
          new HandlerChain(
              load(false), InstantSource.system(), ProcessLimits.read(), new ProviderMetrics());
      List<Mount> mounts = List.of(Mount.of("/x=hello"));
      assertEquals(
          "--mount /x: " + row[1],
          assertThrows(
                  UsageException.class, () -> chain.create(mounts, List.of(), AllowedHosts.ANY))
              .getMessage());
    }
  }

  @Test
  void absent_provider_class_is_named() throws Exception {
    for (String name : List.of("absent.Provider", "hello.Absent")) {
      PluginJar.plugin("hello", "Answer.pass()").automatic(name).write(jar("hello.jar"));
      assertEquals(
          ("plugin hello.jar lacks the class " + name + ", which its module-info or a file in")
              + " META-INF/services names as a provider: correct the name there, or add the class",
          assertThrows(UsageException.class, () -> load(false)).getMessage());
    }
  }

  @Test
  void plugin_that_lies_flat_with_its_libraries_is_told_to_move() throws Exception {
    PluginJar.plugin("other", "Answer.pass()").write(jar("other.jar"));
    Path inner =
        new PluginJar()
            .source("module-info.java", "module inner { exports inner; }")
            .source("inner/Inner.java", "package inner; public class Inner {}")
            .write(jar("inner.jar"));
    Path outer =
        new PluginJar()
            .source("module-info.java", "module outer { requires inner; exports outer; }")
            .source("outer/Outer.java", "package outer; public class Outer {}")
            .with(inner)
            .write(jar("outer-2.0.jar"));
    Path memo =
        new PluginJar()
            .descriptor("memo", "requires otus.server.api; requires outer;", "memo.Provider")
            .source("memo/Provider.java", PluginJar.provider("memo", "memo", "Answer.pass()"))
            .with(inner)
            .with(outer)
            .write(jar("memo-1.0.jar"));
    String group = "memo-1.0.jar and its libraries inner.jar, outer-2.0.jar ";
    String move =
        group + "lie beside other plugins: move them into a subdirectory, such as " + jar("memo/");
    assertEquals(
        "plugin " + move + "/", assertThrows(UsageException.class, () -> load(false)).getMessage());
    assertEquals(List.of("static", "other"), names(true));
    assertEquals(Collections.nCopies(3, "skipped plugin " + move + "/"), warnings);
    for (Path jar : List.of(inner, memo)) {
      assertEquals(
          List.of(
              (group + "are one plugin: check their directory: otus-server plugins check ")
                  + jar.getParent()),
          Plugins.lacking(PluginDirectory.plugin(jar)));
    }
    assertEquals(List.of(), Plugins.lacking(PluginDirectory.plugin(memo.getParent())));
    assertEquals(
        temporary + " is a directory of plugins: check one of them, such as " + memo.getParent(),
        assertThrows(UsageException.class, () -> PluginDirectory.plugin(temporary)).getMessage());
  }

  @ParameterizedTest
  @MethodSource("otus.server.app.BadPlugin#all")
  void invalid_plugin_is_rejected_or_skipped_with_one_line(BadPlugin bad) throws Exception {
    bad.maker().make(Files.createDirectories(temporary.resolve("plugins")));
    String message = assertThrows(UsageException.class, () -> load(false)).getMessage();
    assertTrue(message.matches("plugin " + bad.message()), message);
    assertEquals(List.of("static"), names(true));
    assertEquals(List.of("skipped " + message), warnings);
  }

  @Test
  void only_named_modules_may_call_native_code() throws Exception {
    PluginJar.plugin("hello", "Answer.pass()").write(jar("hello.jar"));
    PluginJar.plugin("other", "Answer.pass()").write(jar("other.jar"));
    PluginDirectory directory = new PluginDirectory(temporary.resolve("plugins"), true, false);
    Registries registries = Registries.empty();
    Plugins.load(directory.withNativeAccess(List.of("other")), registries, warnings::add);
    assertEquals(
        List.of(false, true),
        registries.handlers().all().stream()
            .map(entry -> entry.provider().getClass().getModule().isNativeAccessEnabled())
            .toList());
    PluginDirectory unknown = directory.withNativeAccess(List.of("other", "nope"));
    assertEquals(
        "--plugin-native-access: no plugin has the module nope",
        assertThrows(
                UsageException.class,
                () -> Plugins.load(unknown, Registries.empty(), warnings::add))
            .getMessage());
  }

  @Test
  void second_handler_of_one_name_is_rejected() throws Exception {
    PluginJar.plugin("hello", "Answer.pass()").write(jar("a.jar"));
    new PluginJar()
        .descriptor("other", "requires otus.server.api;", "other.Provider")
        .source("other/Provider.java", PluginJar.provider("other", "hello", "Answer.pass()"))
        .write(jar("b.jar"));
    String expected = "b.jar provides the handler hello, as does a.jar: remove one of them";
    UsageException usageError = assertThrows(UsageException.class, () -> load(false));
    assertEquals("plugin " + expected, usageError.getMessage());
    assertEquals(List.of("static", "hello"), names(true));
    assertEquals(List.of("skipped plugin " + expected), warnings);
  }

  @Test
  void only_a_named_plugin_directory_must_exist() {
    Path nowhere = temporary.resolve("nowhere");
    Registries registries = Registries.empty();
    Plugins.load(new PluginDirectory(nowhere, false, false), registries, warnings::add);
    PluginDirectory named = new PluginDirectory(nowhere, true, true);
    UsageException usageError =
        assertThrows(UsageException.class, () -> Plugins.load(named, registries, warnings::add));
    assertEquals("no such plugin directory: " + nowhere, usageError.getMessage());
    assertEquals(List.of(), warnings);
  }
}
