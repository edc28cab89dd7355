package otus.server.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.module.ModuleFinder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import otus.server.api.Handler;

/// Plugins made for the purpose, good ones and one of each kind of bad ones.
class PluginsTest {
  @TempDir Path temporary;

  private final List<String> complaints = new ArrayList<>();

  private Path jar(String name) {
    return temporary.resolve("plugins").resolve(name);
  }

  private Catalog load(boolean lenient) {
    Catalog catalog =
        Catalog.of(List.of(HandlersTest.provider("static", _ -> _ -> HandlersTest.OK)), List.of());
    PluginFolder folder = new PluginFolder(temporary.resolve("plugins"), true, lenient);
    Plugins.load(folder, catalog, complaints::add);
    return catalog;
  }

  private List<String> names(boolean lenient) {
    return load(lenient).handlers().all().stream().map(Offer::name).toList();
  }

  private void assertRefused(String pattern) {
    String message = assertThrows(Mistake.class, () -> load(false)).getMessage();
    assertTrue(message.matches("plugin " + pattern), message);
    assertEquals(List.of("static"), names(true));
    assertEquals(List.of("skipped " + message), complaints);
  }

  @Test
  void a_jar_is_a_plugin_in_a_layer_of_its_own() throws Exception {
    Jars.plugin("hello", "Answer.pass()").write(jar("hello.jar"));
    Jars.plugin("other", "Answer.pass()").write(jar("other.jar"));
    Files.writeString(jar("README.txt"), "not a plugin");
    Files.writeString(jar(".hidden.jar"), "not a plugin");
    List<Offer<Handler>> offers = load(false).handlers().all();
    assertEquals(List.of("static", "hello", "other"), offers.stream().map(Offer::name).toList());
    assertEquals(jar("hello.jar"), offers.get(1).jar());
    Module hello = offers.get(1).provider().getClass().getModule();
    Module other = offers.get(2).provider().getClass().getModule();
    assertEquals("hello", hello.getName());
    assertNotSame(hello.getLayer(), other.getLayer());
    assertNotSame(hello.getClassLoader(), other.getClassLoader());
  }

  @Test
  void a_jar_may_provide_a_filter_and_no_handler() throws Exception {
    new Jars()
        .source(
            "module-info.java",
            "module hat { requires otus.server.api;"
                + " provides otus.server.api.spi.FilterProvider with hat.Provider; }")
        .source("hat/Provider.java", FILTER)
        .write(jar("hat.jar"));
    Catalog catalog = load(false);
    assertEquals(List.of("hat"), catalog.filters().all().stream().map(Offer::name).toList());
    assertEquals(jar("hat.jar"), catalog.filters().find("hat").jar());
    assertTrue(PluginsText.list(catalog).contains("\nhat   filter of hat (unversioned), "));
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
  void without_a_descriptor_a_file_in_meta_inf_does() throws Exception {
    Jars.plugin("hello", "Answer.pass()").automatic("hello.Provider").write(jar("hello-1.2.jar"));
    assertEquals(List.of("static", "hello"), names(false));
  }

  @Test
  void a_folder_of_jars_is_a_plugin_with_its_own_libraries() throws Exception {
    for (String version : List.of("one", "two")) {
      Path library =
          new Jars()
              .source("module-info.java", "module library { exports library; }")
              .source(
                  "library/Version.java",
                  "package library; public class Version { public static String version() {"
                      + (" return \"" + version + "\"; } }"))
              .write(jar(version + "/library.jar"));
      new Jars()
          .descriptor(version, "requires otus.server.api; requires library;", version + ".Provider")
          .source(
              version + "/Provider.java",
              Jars.provider(version, version, "Answer.pass()")
                  .replace("return \"" + version + "\";", "return library.Version.version();"))
          .with(library)
          .write(jar(version + "/plugin.jar"));
    }
    assertEquals(List.of("static", "one", "two"), names(false));
  }

  @Test
  void a_copy_of_the_api_beside_a_plugin_does_no_harm() throws Exception {
    Jars.plugin("hello", "Answer.pass()").write(jar("kit/hello.jar"));
    new Jars()
        .source("module-info.java", "module otus.server.api { exports otus.server.api; }")
        .source("otus/server/api/Fake.java", "package otus.server.api; class Fake {}")
        .write(jar("kit/server-api.jar"));
    assertEquals(List.of("static", "hello"), names(false));
  }

  @Test
  void a_jar_that_only_has_what_the_server_has_is_refused() throws Exception {
    new Jars()
        .source("module-info.java", "module otus.server.http { }")
        .write(jar("server-http.jar"));
    assertRefused("server-http\\.jar has only modules that the server has already: remove it");
  }

  @Test
  void a_corrupt_jar() throws Exception {
    Files.createDirectories(jar("bad.jar").getParent());
    Files.writeString(jar("bad.jar"), "no zip");
    assertRefused("bad\\.jar cannot be read as a jar \\(.+\\): copy or build it again");
  }

  @Test
  void a_name_that_no_module_can_have() throws Exception {
    Jars.plugin("hello", "Answer.pass()").automatic("hello.Provider").write(jar("1hello.jar"));
    assertRefused("1hello\\.jar cannot be a module \\(.+\\): correct its .+ name");
  }

  @Test
  void a_missing_module() throws Exception {
    Path library =
        new Jars()
            .source("module-info.java", "module library { exports library; }")
            .source("library/Version.java", "package library; public class Version {}")
            .write(temporary.resolve("elsewhere/library.jar"));
    new Jars()
        .descriptor("hello", "requires otus.server.api; requires library;", "hello.Provider")
        .source("hello/Provider.java", Jars.provider("hello", "hello", "Answer.pass()"))
        .with(library)
        .write(jar("hello.jar"));
    assertRefused("hello\\.jar requires the module library, which is not there: put both .+");
  }

  @Test
  void a_missing_module_of_the_jdk() throws Exception {
    // One that is not in the boot layer of this test.
    String module =
        ModuleFinder.ofSystem().findAll().stream()
            .map(reference -> reference.descriptor().name())
            .filter(name -> name.startsWith("jdk.") && !name.contains("incubator"))
            .filter(name -> ModuleLayer.boot().findModule(name).isEmpty())
            .sorted()
            .findFirst()
            .orElseThrow();
    new Jars()
        .descriptor("hello", "requires otus.server.api; requires " + module + ";", "hello.Provider")
        .source("hello/Provider.java", Jars.provider("hello", "hello", "Answer.pass()"))
        .write(jar("hello.jar"));
    assertRefused(
        "hello\\.jar requires the module "
            + (module + " of the JDK, which this runtime image lacks: .*")
            + ("jlink --add-modules " + module + ".*"));
  }

  @Test
  void classes_of_a_later_java() throws Exception {
    for (String file : List.of("hello/Provider.class", "module-info.class")) {
      Map<String, byte[]> files =
          new TreeMap<>(Jars.plugin("hello", "Answer.pass()").compile(temporary));
      Files.createDirectories(jar("hello.jar").getParent());
      files.get(file)[7] += 1; // major version, JVMS §4.1
      Jars.write(jar("hello.jar"), files);
      complaints.clear();
      assertRefused(
          "hello\\.jar was compiled for Java 26, but this is Java 25: compile it with --release"
              + " 25");
    }
  }

  @Test
  void two_handlers_of_one_name() throws Exception {
    Jars.plugin("hello", "Answer.pass()").write(jar("a.jar"));
    new Jars()
        .descriptor("other", "requires otus.server.api;", "other.Provider")
        .source("other/Provider.java", Jars.provider("other", "hello", "Answer.pass()"))
        .write(jar("b.jar"));
    String expected = "b.jar provides the handler hello, as does a.jar: remove one of them";
    Mistake mistake = assertThrows(Mistake.class, () -> load(false));
    assertEquals("plugin " + expected, mistake.getMessage());
    assertEquals(List.of("static", "hello"), names(true));
    assertEquals(List.of("skipped plugin " + expected), complaints);
  }

  @Test
  void the_name_of_a_handler_of_the_server() throws Exception {
    new Jars()
        .descriptor("other", "requires otus.server.api;", "other.Provider")
        .source("other/Provider.java", Jars.provider("other", "static", "Answer.pass()"))
        .write(jar("b.jar"));
    assertRefused("b\\.jar provides the handler static, as does the server itself: remove .+");
  }

  private void write(String from, String to) throws Exception {
    new Jars()
        .descriptor("hello", "requires otus.server.api;", "hello.Provider")
        .source(
            "hello/Provider.java",
            Jars.provider("hello", "hello", "Answer.pass()").replace(from, to))
        .write(jar("hello.jar"));
  }

  @Test
  void a_constructor_that_throws() throws Exception {
    write("Provider() {}", "Provider() { throw new IllegalStateException(\"no luck\"); }");
    assertRefused(
        "hello\\.jar failed to load \\(java\\.lang\\.IllegalStateException: no luck\\): this is a"
            + " fault of the plugin's");
  }

  @Test
  void a_name_that_is_none() throws Exception {
    write("\"hello\"", "\"Hello World\"");
    assertRefused("hello\\.jar failed to load \\(.*lower-case letters.*, not 'Hello World'\\).*");
  }

  @Test
  void a_class_or_constructor_that_is_not_public() throws Exception {
    // javac would refuse it in a module that provides it.
    Jars hidden =
        new Jars()
            .source(
                "hello/Provider.java",
                Jars.provider("hello", "hello", "Answer.pass()").replace("public final", "final"));
    hidden.automatic("hello.Provider").write(jar("hello.jar"));
    assertRefused("hello\\.jar has a provider that cannot be used .+: it has to be a public .+");
    complaints.clear();
    new Jars()
        .source(
            "hello/Provider.java",
            Jars.provider("hello", "hello", "Answer.pass()").replace("public Provider", "Provider"))
        .automatic("hello.Provider")
        .write(jar("hello.jar"));
    assertRefused("hello\\.jar has a provider that cannot be used .+: it has to be a public .+");
  }

  @Test
  void an_api_that_does_not_fit() throws Exception {
    // Compiled against an API that has a type which this one has not.
    Path future =
        new Jars()
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
            .write(temporary.resolve("elsewhere/server-api.jar"));
    new Jars()
        .descriptor("hello", "requires otus.server.api;", "hello.Provider")
        .source(
            "hello/Provider.java",
            "package hello; public class Provider implements otus.server.api.spi.HandlerProvider {"
                + " public String name() { return new otus.server.api.Future().toString(); } }")
        .with(future)
        .write(jar("hello.jar"));
    assertRefused(
        "hello\\.jar does not fit this server or lacks a library .+ compiled against server-api"
            + " 9\\.9; compile it against server-api .+");
  }

  @Test
  void no_provider() throws Exception {
    new Jars()
        .descriptor("hello", "requires otus.server.api;", "")
        .source("hello/Nothing.java", "package hello; class Nothing {}")
        .write(jar("hello.jar"));
    assertRefused("hello\\.jar provides no handler and no filter: .+");
  }

  @Test
  void a_folder_without_a_jar_and_two_jars_of_one_module() throws Exception {
    Files.createDirectories(jar("empty"));
    assertRefused("empty/ has no jar: .+");
    Files.delete(jar("empty"));
    complaints.clear();
    Jars.plugin("hello", "Answer.pass()").write(jar("kit/a.jar"));
    Jars.plugin("hello", "Answer.pass()").write(jar("kit/b.jar"));
    assertRefused("kit/a\\.jar and kit/b\\.jar are both the module hello: keep one of them");
  }

  @Test
  void one_package_in_two_modules() throws Exception {
    Jars.plugin("hello", "Answer.pass()").write(jar("kit/a.jar"));
    new Jars()
        .descriptor("other", "", "")
        .source("hello/Same.java", "package hello; class Same {}")
        .write(jar("kit/b.jar"));
    assertRefused("kit/ clashes \\(.+\\): each package belongs to one module");
  }

  @Test
  void only_a_folder_that_was_named_has_to_be_there() {
    Path nowhere = temporary.resolve("nowhere");
    Catalog catalog = Catalog.empty();
    Plugins.load(new PluginFolder(nowhere, false, false), catalog, complaints::add);
    PluginFolder named = new PluginFolder(nowhere, true, true);
    Mistake mistake =
        assertThrows(Mistake.class, () -> Plugins.load(named, catalog, complaints::add));
    assertEquals("no such folder of plugins: " + nowhere, mistake.getMessage());
    assertEquals(List.of(), complaints);
  }
}
