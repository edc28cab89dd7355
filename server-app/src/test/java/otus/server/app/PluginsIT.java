package otus.server.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Plugins in the runtime image.
class PluginsIT extends ImageTests {

  @Test
  void image_uses_its_cache_with_plugins() throws Exception {
    Path plugins = directory.resolve("plugins");
    PluginJar.plugin("hello", "Answer.pass()").write(plugins.resolve("hello.jar"));
    // The server itself does not need java.sql; the image has it for plugins only.
    new PluginJar()
        .descriptor("sql", "requires otus.server.api; requires java.sql;", "sql.Provider")
        .source("sql/Provider.java", PluginJar.provider("sql", "sql", "Answer.pass()"))
        .write(plugins.resolve("sql.jar"));
    Path log = directory.resolve("classes");
    Map<String, String> strict =
        Map.of("OTUS_JAVA_OPTS", "-XX:AOTMode=on -Xlog:class+load:file=" + log);
    List<String> launcher = List.of(IMAGE.launcher());
    try (Image.Started server = start(launcher, strict, "--plugins", plugins.toString())) {
      assertAnswers(server.url());
      server.signal("TERM");
      Image.Result result = server.end();
      assertEquals(0, result.code());
      assertEquals(List.of(), result.err());
    }
    List<String> made =
        Files.readAllLines(log).stream()
            .filter(line -> line.contains("source: jrt:/"))
            .filter(line -> !line.contains("shared objects file"))
            .toList();
    assertTrue(made.size() < 30, "what loads plugins is not in the cache: " + made);
  }

  @Test
  void handlers_are_mounted_with_and_without_static_files() throws Exception {
    Path plugins = directory.resolve("plugins");
    PluginJar.plugin("hello", PluginJar.text("Hi!")).write(plugins.resolve("hello.jar"));
    Files.createDirectory(site.resolve("sub"));
    Files.writeString(site.resolve("sub").resolve("index.html"), "Index\n");
    String docs = "/docs=static:root=" + site;
    List<String> launcher = List.of(IMAGE.launcher());
    String[] more = {"--plugins", plugins.toString(), "--mount=/api=hello", "--mount", docs};
    try (Image.Started server = start(launcher, Map.of(), more)) {
      URI url = server.url();
      assertAnswers(url);
      assertAnswers(url.resolve("docs/"));
      assertEquals("Hi!", get(url.resolve("api")).body());
      assertEquals("Hi!", get(url.resolve("api/x/y")).body());
      assertEquals(404, get(url.resolve("apis")).statusCode());
      HttpResponse<String> moved = get(url.resolve("docs/sub?a=b"));
      assertEquals("sub/?a=b", moved.headers().firstValue("Location").orElse(""));
      assertEquals("docs/", get(url.resolve("docs")).headers().firstValue("Location").orElse(""));
    }
    List<String> command =
        new ArrayList<>(
            List.of(IMAGE.java(), "--limit-modules=otus.server.app", "-m", MAIN, "-p", "0"));
    command.addAll(List.of("--plugins", plugins.toString(), "--mount=/api=hello"));
    try (Image.Started server = Image.start(command, Map.of())) {
      URI url = server.url();
      assertEquals("Hi!", get(url.resolve("api")).body());
      assertEquals(404, get(url).statusCode());
    }
  }

  @Test
  void reload_that_hangs_does_not_delay_the_stop() throws Exception {
    Path plugins = directory.resolve("plugins");
    String second =
        """
        package second;
        import otus.server.api.*;
        import otus.server.api.spi.*;
        public class Provider implements HandlerProvider {
          @Override public String name() { return "second"; }
          @Override public Handler create(ProviderContext context) {
            if (System.setProperty("second.created", "") != null) {
              System.out.println("create hangs");
              while (true) {
                java.util.concurrent.locks.LockSupport.park();
              }
            }
            return request -> Answer.pass();
          }
        }
        """;
    new PluginJar()
        .descriptor("second", "requires otus.server.api;", "second.Provider")
        .source("second/Provider.java", second)
        .write(plugins.resolve("second.jar"));
    try (Image.Started server = start("--plugins", plugins.toString(), "--mount=/h=second")) {
      URI url = server.url();
      server.signal("HUP");
      while (!server.line().equals("create hangs")) {
        // skip earlier lines
      }
      assertAnswers(url);
      server.signal("TERM");
      assertEquals(0, server.end().code());
    }
  }

  @Test
  void second_signal_ends_a_hanging_shutdown_hook() throws Exception {
    Path plugins = directory.resolve("plugins");
    String hook =
        """
        package hooked;
        import otus.server.api.*;
        import otus.server.api.spi.*;
        public class Provider implements HandlerProvider {
          @Override public String name() { return "hooked"; }
          @Override public Handler create(ProviderContext context) {
            Runtime.getRuntime().addShutdownHook(new Thread(() -> {
              System.out.println("the hook hangs");
              while (true) {
                java.util.concurrent.locks.LockSupport.park();
              }
            }));
            return request -> Answer.pass();
          }
        }
        """;
    new PluginJar()
        .descriptor("hooked", "requires otus.server.api;", "hooked.Provider")
        .source("hooked/Provider.java", hook)
        .write(plugins.resolve("hooked.jar"));
    try (Image.Started server =
        start("--plugins", plugins.toString(), "--mount=/h=hooked", "--grace-period=0s")) {
      assertAnswers(server.url());
      server.signal("TERM");
      while (!server.line().equals("the hook hangs")) {
        // skip earlier lines
      }
      server.signal("TERM");
      assertEquals(143, server.end().code());
    }
  }

  @Test
  void plugins_are_listed_and_checked() throws Exception {
    Path plugins = directory.resolve("plugins");
    Path good =
        PluginJar.plugin("hello", PluginJar.text("Hi!"))
            .option("--module-version", "1.2")
            .write(plugins.resolve("hello.jar"));
    Image.Result list = IMAGE.run("plugins", "--plugins", plugins.toString());
    assertEquals(0, list.code(), list::toString);
    assertTrue(list.out().contains("hello   handler of hello 1.2, " + good), list::toString);
    assertTrue(
        list.out().contains("    hidden=false   true|false: serve names that begin with a dot"),
        list::toString);
    Image.Result check = IMAGE.run("plugins", "check", good.toString());
    assertEquals("hello.jar would load; it provides hello", check.out().getFirst());
    assertEquals(0, check.code());
    Path bad =
        new PluginJar()
            .descriptor(
                "bad",
                "requires otus.server.api; requires java.desktop; requires java.rmi;",
                "bad.Provider")
            .source("bad/Provider.java", PluginJar.provider("bad", "bad", "Answer.pass()"))
            .write(directory.resolve("elsewhere").resolve("bad.jar"));
    check = IMAGE.run("plugins", "check", bad.toString());
    assertEquals(2, check.code());
    assertEquals(3, check.err().size(), check::toString);
    assertEquals(
        "otus-server: an image with all of them: mvn -q -DskipTests package"
            + " -Dimage.modules=java.desktop,java.rmi",
        check.err().getLast());
    assertUsageError(
        "not a jar or a directory of jars: /no/such.jar",
        IMAGE.run("plugins", "check", "/no/such.jar"));
  }

  @Test
  void missing_module_of_the_jdk_is_named_at_the_first_request() throws Exception {
    Path plugins = directory.resolve("plugins");
    Path jar =
        PluginJar.plugin("hello", PluginJar.text("\" + new java.awt.Color(1) + \""))
            .automatic("hello.Provider")
            .write(plugins.resolve("hello.jar"));
    Image.Result check = IMAGE.run("plugins", "check", jar.toString());
    assertEquals(0, check.code(), check::toString);
    assertTrue(check.out().contains("    java.desktop: hello.Provider uses java.awt.Color"));
    try (Image.Started server = start("--plugins", plugins.toString(), "--mount=/api=hello")) {
      URI api = server.url().resolve("api");
      assertEquals(500, get(api).statusCode());
      assertEquals(500, get(api).statusCode());
      server.signal("TERM");
      List<String> named =
          server.end().err().stream().filter(line -> line.contains("jdk-module-missing")).toList();
      assertEquals(1, named.size(), named::toString);
      assertTrue(
          named
              .getFirst()
              .contains(
                  "class=java.awt.Color module=java.desktop solution=\"mvn -q -DskipTests package"
                      + " -Dimage.modules=java.desktop\""),
          named::toString);
    }
  }

  @Test
  void module_with_native_access_causes_no_warning() throws Exception {
    Path plugins = directory.resolve("plugins");
    String loads =
        "{ try { System.load(\"/no/such.so\"); } catch (UnsatisfiedLinkError e) { return"
            + " Response.text(Status.OK, \"loads\"); } return Answer.pass(); }";
    PluginJar.plugin("hello", loads).write(plugins.resolve("hello.jar"));
    String[] flags = {
      "--plugins", plugins.toString(), "--mount=/api=hello", "--plugin-native-access=hello"
    };
    try (Image.Started server = start(flags)) {
      assertEquals("loads", get(server.url().resolve("api")).body());
      server.signal("TERM");
      assertEquals(List.of(), server.end().err());
    }
  }

  @ParameterizedTest
  @MethodSource("otus.server.app.BadPlugin#all")
  void invalid_plugin_prevents_the_start_unless_it_may_be_skipped(BadPlugin bad) throws Exception {
    Path plugins = Files.createDirectory(directory.resolve("plugins"));
    bad.maker().make(plugins);
    Image.Result refused =
        IMAGE.run("-p", "0", "-r", site.toString(), "--plugins", plugins.toString());
    assertEquals(2, refused.code());
    assertEquals(1, refused.err().size(), refused::toString);
    String message = refused.err().getFirst();
    assertTrue(message.matches("otus-server: plugin " + bad.message()), message);
    try (Image.Started server = start("--skip-bad-plugins", "--plugins", plugins.toString())) {
      assertAnswers(server.url());
      server.signal("TERM");
      Image.Result result = server.end();
      assertEquals(0, result.code());
      assertEquals(
          List.of(message.replaceFirst("otus-server: ", "otus-server: skipped ")), result.err());
    }
  }

  @Test
  void second_plugin_of_one_name_is_rejected() throws Exception {
    Path plugins = directory.resolve("plugins");
    PluginJar.plugin("hello", PluginJar.text("first")).write(plugins.resolve("a.jar"));
    new PluginJar()
        .descriptor("other", "requires otus.server.api;", "other.Provider")
        .source(
            "other/Provider.java", PluginJar.provider("other", "hello", PluginJar.text("second")))
        .write(plugins.resolve("b.jar"));
    String fault = "plugin b.jar provides the handler hello, as does a.jar: remove one of them";
    String[] flags = {"--plugins", plugins.toString(), "--mount=/api=hello"};
    assertUsageError(
        fault, IMAGE.run("-p", "0", "--plugins", plugins.toString(), "--mount=/=hello"));
    try (Image.Started server = start(with(flags, "--skip-bad-plugins"))) {
      assertEquals("first", get(server.url().resolve("api")).body());
      server.signal("TERM");
      assertEquals(List.of("otus-server: skipped " + fault), server.end().err());
    }
  }

  @Test
  void provider_that_fails_prevents_the_start_and_names_the_jar() throws Exception {
    Path plugins = directory.resolve("plugins");
    new PluginJar()
        .descriptor("hello", "requires otus.server.api;", "hello.Provider")
        .source(
            "hello/Provider.java",
            PluginJar.provider("hello", "hello", "Answer.pass()")
                .replace(
                    "return request",
                    "if (context != null) throw new IllegalStateException(\"no luck\"); return"
                        + " request"))
        .write(plugins.resolve("hello.jar"));
    assertUsageError(
        "--mount /api: hello.jar cannot make hello (java.lang.IllegalStateException: no luck at"
            + " hello.Provider.create(Provider.java:16))",
        IMAGE.run("-p", "0", "--plugins", plugins.toString(), "--mount=/api=hello"));
  }

  @Test
  void named_plugin_directory_must_exist() throws Exception {
    assertUsageError(
        "no such plugin directory: /no/such/folder",
        IMAGE.run("-p", "0", "-r", site.toString(), "--plugins", "/no/such/folder"));
  }

  private static String[] with(String[] flags, String more) {
    List<String> all = new ArrayList<>(List.of(flags));
    all.add(more);
    return all.toArray(String[]::new);
  }
}
